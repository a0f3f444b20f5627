import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { duplicatesPageTexts } from './duplicates-page-texts.ts'

export function DuplicatesPage() {
  const t = useTexts(duplicatesPageTexts)
  return <PageHeader title={t.title} />
}
