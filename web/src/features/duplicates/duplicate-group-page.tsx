import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { duplicateGroupPageTexts } from './duplicate-group-page-texts.ts'

export function DuplicateGroupPage() {
  const t = useTexts(duplicateGroupPageTexts)
  return <PageHeader title={t.title} />
}
