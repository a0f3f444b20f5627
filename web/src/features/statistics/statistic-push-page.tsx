import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { statisticPushPageTexts } from './statistic-push-page-texts.ts'

export function StatisticPushPage() {
  const t = useTexts(statisticPushPageTexts)
  return <PageHeader title={t.title} />
}
