import { Text } from '@mantine/core'
import type { ReminderStanding } from '../../../../src/api/schemas/health-appointments.ts'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { appointmentTexts } from './texts.ts'

const colors: Partial<Record<ReminderStanding['kind'], string>> = {
  failed: 'red',
  doubtful: 'orange',
  'no-mail': 'orange',
  none: 'dimmed',
}

/** Where the reminder of an appointment stands; what has run leads to its run. */
export function ReminderCell({ reminder }: { readonly reminder: ReminderStanding }) {
  const texts = useTexts(appointmentTexts)
  const dates = useDates()
  const { kind, from, sentAt, error, runId } = reminder
  const words =
    kind === 'to-come' && from !== null
      ? // A civil date: at noon it is that day in every zone that people live in.
        texts.fromDay(dates.date(`${from}T12:00:00Z`))
      : kind === 'sent' && sentAt !== null
        ? texts.sentAt(dates.dateMinute(sentAt))
        : texts.reminders[kind]
  return (
    <>
      <Text size="sm" {...(colors[kind] === undefined ? {} : { c: colors[kind] })}>
        {words}
        {kind === 'failed' && error !== null && ` (${error})`}
      </Text>
      {runId !== null && kind !== 'sending' && (
        <AnchorLink size="xs" to={paths.run(runId)}>
          {texts.run}
        </AnchorLink>
      )}
    </>
  )
}
