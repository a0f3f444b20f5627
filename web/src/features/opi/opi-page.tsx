import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { opiTexts } from './texts.ts'

export function OpiPage() {
  const texts = useTexts(opiTexts)
  return <PageHeader title={texts.title} />
}
