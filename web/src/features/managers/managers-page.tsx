import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { managersTexts } from './texts.ts'

export function ManagersPage() {
  const texts = useTexts(managersTexts)
  return <PageHeader title={texts.title} />
}
