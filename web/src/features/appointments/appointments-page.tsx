import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { appointmentsPageTexts } from './appointments-page-texts.ts'

export function AppointmentsPage() {
  const t = useTexts(appointmentsPageTexts)
  return <PageHeader title={t.title} />
}
