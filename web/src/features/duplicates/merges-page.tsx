import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { mergesPageTexts } from './merges-page-texts.ts'

export function MergesPage() {
  const t = useTexts(mergesPageTexts)
  return <PageHeader title={t.title} />
}
