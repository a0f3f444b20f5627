import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { admissionsLoadsTexts } from './texts.ts'

export function AdmissionsLoadReportPage() {
  const texts = useTexts(admissionsLoadsTexts)
  return <PageHeader title={texts.title} />
}
