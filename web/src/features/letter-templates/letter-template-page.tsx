import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { letterTemplatePageTexts } from './letter-template-page-texts.ts'

export function LetterTemplatePage() {
  const t = useTexts(letterTemplatePageTexts)
  return <PageHeader title={t.title} />
}
