import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { letterTemplatesPageTexts } from './letter-templates-page-texts.ts'

export function LetterTemplatesPage() {
  const t = useTexts(letterTemplatesPageTexts)
  return <PageHeader title={t.title} />
}
