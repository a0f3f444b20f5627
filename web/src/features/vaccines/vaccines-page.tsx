import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { vaccinesPageTexts } from './vaccines-page-texts.ts'

export function VaccinesPage() {
  const t = useTexts(vaccinesPageTexts)
  return <PageHeader title={t.title} />
}
