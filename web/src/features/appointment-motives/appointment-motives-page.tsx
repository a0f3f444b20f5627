import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { appointmentMotivesPageTexts } from './appointment-motives-page-texts.ts'

export function AppointmentMotivesPage() {
  const t = useTexts(appointmentMotivesPageTexts)
  return <PageHeader title={t.title} />
}
