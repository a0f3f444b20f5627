import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { campaignsTexts } from './texts.ts'

export function CampaignPage() {
  const texts = useTexts(campaignsTexts)
  return <PageHeader title={texts.title} />
}
