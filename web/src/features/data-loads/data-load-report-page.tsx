import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { dataLoadReportPageTexts } from './data-load-report-page-texts.ts'

export function DataLoadReportPage() {
  const t = useTexts(dataLoadReportPageTexts)
  return <PageHeader title={t.title} />
}
