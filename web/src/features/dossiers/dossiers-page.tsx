import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { dossiersTexts } from './texts.ts'

export function DossiersPage() {
  const texts = useTexts(dossiersTexts)
  return <PageHeader title={texts.title} />
}
