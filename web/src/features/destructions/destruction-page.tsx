import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { destructionsTexts } from './texts.ts'

export function DestructionPage() {
  const texts = useTexts(destructionsTexts)
  return <PageHeader title={texts.title} />
}
