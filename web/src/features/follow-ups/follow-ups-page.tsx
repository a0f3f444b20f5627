import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { followUpsPageTexts } from './follow-ups-page-texts.ts'

export function FollowUpsPage() {
  const t = useTexts(followUpsPageTexts)
  return <PageHeader title={t.title} />
}
