import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { formsTexts } from './texts.ts'

export function FormPage() {
  const texts = useTexts(formsTexts)
  return <PageHeader title={texts.title} />
}
