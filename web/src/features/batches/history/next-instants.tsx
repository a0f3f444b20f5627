import { Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { BatchPage } from '../../../../../src/api/schemas/batches.ts'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { RelativeTime } from '../../../ui/moments.tsx'
import classes from './history.module.css'
import { historyTexts } from './texts.ts'

/** The schedule in words and its next ten instants, each with its page. */
export function NextInstants({ page }: { readonly page: BatchPage }) {
  const texts = useTexts(historyTexts)
  const textOf = useTextOf()
  const dates = useDates()
  const { batch, nextInstants } = page
  return (
    <Paper component="section" aria-labelledby="instants-title">
      <Stack gap="xs">
        <Title order={2} id="instants-title">
          {texts.nextInstants}
        </Title>
        <Text size="sm">{textOf(batch.scheduleWording)}</Text>
        {nextInstants.length === 0 ? (
          <Text size="sm" c="dimmed">
            {batch.enabled ? texts.noInstant : texts.noInstantOff}
          </Text>
        ) : (
          <ol className={classes.instants}>
            {nextInstants.slice(0, 10).map(({ at, note }) => (
              <li key={at}>
                <Link to={paths.instant(batch.code, at)} className={classes.link}>
                  <time dateTime={at}>
                    {dates.day(at)} {dates.minute(at)}
                  </time>
                </Link>
                <Text span size="sm" c="dimmed">
                  <RelativeTime at={at} />
                </Text>
                {note && <span className={classes.note}>{textOf(note)}</span>}
              </li>
            ))}
          </ol>
        )}
      </Stack>
    </Paper>
  )
}
