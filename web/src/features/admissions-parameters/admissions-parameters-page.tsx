import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { admissionsParametersTexts } from './texts.ts'

export function AdmissionsParametersPage() {
  const texts = useTexts(admissionsParametersTexts)
  return <PageHeader title={texts.title} />
}
