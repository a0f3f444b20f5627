import { Text } from '@mantine/core'
import type { ReminderStanding } from '../../../../src/api/schemas/health-appointments.ts'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { type Tone, WordBadge } from '../../ui/exchange/word-badge.tsx'
import { dayOf } from './period.ts'
import { appointmentTexts } from './texts.ts'

/** What wants somebody's attention. */
const tones: Partial<Record<ReminderStanding['kind'], Tone>> = {
  failed: 'failed',
  doubtful: 'review',
  'no-mail': 'review',
}

/** Where the reminder of an appointment stands; what a run has touched leads to that run. */
export function ReminderCell({ reminder }: { readonly reminder: ReminderStanding }) {
  const texts = useTexts(appointmentTexts)
  const words = useReminderWords(reminder)
  const { kind, error, runId } = reminder
  const tone = tones[kind]
  const more = kind === 'failed' ? error : kind === 'doubtful' ? texts.doubtfulMore : null
  return (
    <>
      {tone === undefined ? (
        <Text size="sm" {...(kind === 'none' ? { c: 'dimmed' } : {})}>
          {words}
        </Text>
      ) : (
        <WordBadge tone={tone}>{words}</WordBadge>
      )}
      {more !== null && (
        <Text size="xs" c="dimmed">
          {more}
        </Text>
      )}
      {runId !== null && kind !== 'sending' && (
        <div>
          <AnchorLink size="xs" to={paths.run(runId)}>
            {texts.run}
          </AnchorLink>
        </div>
      )}
    </>
  )
}

function useReminderWords({ kind, from, sentAt }: ReminderStanding): string {
  const texts = useTexts(appointmentTexts)
  const dates = useDates()
  if (kind === 'sent' && sentAt !== null) return texts.sentAt(dates.dateMinute(sentAt))
  if (kind !== 'to-come' || from === null) return texts.reminders[kind]
  return from <= dayOf(Date.now(), dates.timeZone) ? texts.next : texts.fromDay(dates.civil(from))
}
