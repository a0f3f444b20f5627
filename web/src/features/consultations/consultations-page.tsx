import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { consultationsPageTexts } from './consultations-page-texts.ts'

export function ConsultationsPage() {
  const t = useTexts(consultationsPageTexts)
  return <PageHeader title={t.title} />
}
