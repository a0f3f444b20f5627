import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { statisticsPageTexts } from './statistics-page-texts.ts'

export function StatisticsPage() {
  const t = useTexts(statisticsPageTexts)
  return <PageHeader title={t.title} />
}
