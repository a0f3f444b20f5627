import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { dataLoadsPageTexts } from './data-loads-page-texts.ts'

export function DataLoadsPage() {
  const t = useTexts(dataLoadsPageTexts)
  return <PageHeader title={t.title} />
}
