import { Stack, Text } from '@mantine/core'
import { useDates } from '../../../lib/dates.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { RelativeTime } from '../../../ui/moments.tsx'
import type { SchedulePreview } from '../calls/schedule-preview.ts'
import classes from './edit.module.css'
import { editTexts } from './texts.ts'

interface Props {
  /** The last answer; undefined: none yet. */
  readonly preview: SchedulePreview | undefined
  /** It answers what was typed before; dimmed until the next one comes. */
  readonly stale: boolean
  readonly enabled: boolean
}

/** The schedule in words, its next instants, and what one should know of it, while one types. */
export function PreviewPanel({ preview, stale, enabled }: Props) {
  const texts = useTexts(editTexts)
  const textOf = useTextOf()
  const dates = useDates()
  return (
    <section className={classes.preview} data-stale={stale} aria-live="polite" aria-busy={stale}>
      <Text fw={600} size="sm" component="h3">
        {texts.preview}
      </Text>
      {!preview ? (
        <Text size="sm" c="dimmed">
          {texts.previewPending}
        </Text>
      ) : preview.refusals.length > 0 ? (
        <Text size="sm" c="dimmed">
          {texts.previewRefused}
        </Text>
      ) : (
        <Stack gap={4}>
          {preview.wording && <Text size="sm">{textOf(preview.wording)}</Text>}
          {preview.instants.length === 0 ? (
            <Text size="sm">{texts.noInstant}</Text>
          ) : (
            <ol className={classes.instants}>
              {preview.instants.map(({ at, note }) => (
                <li key={at}>
                  <time dateTime={at}>
                    {dates.day(at)} – {dates.dateMinute(at)}
                  </time>{' '}
                  <span className={classes.relative}>
                    <RelativeTime at={at} />
                  </span>
                  {note && <span className={classes.note}>{textOf(note)}</span>}
                </li>
              ))}
            </ol>
          )}
          {preview.notes.map((note) => (
            <Text size="sm" key={note.fr} className={classes.note ?? ''}>
              {textOf(note)}
            </Text>
          ))}
          {!enabled && (
            <Text size="sm" className={classes.note ?? ''}>
              {texts.previewOff}
            </Text>
          )}
        </Stack>
      )}
    </section>
  )
}
