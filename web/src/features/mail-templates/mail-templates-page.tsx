import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { mailTemplatesTexts } from './texts.ts'

export function MailTemplatesPage() {
  const texts = useTexts(mailTemplatesTexts)
  return <PageHeader title={texts.title} />
}
