import { Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { DateTime, RelativeTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import type { Night } from './night-query.ts'
import { nightTexts } from './texts.ts'
import classes from './upcoming.module.css'

/** The next due instants of all batches. */
export function Upcoming({ upcoming }: { readonly upcoming: Night['upcoming'] }) {
  const texts = useTexts(nightTexts)
  const textOf = useTextOf()
  return (
    <Section title={texts.upcoming}>
      {upcoming.length === 0 ? (
        <Text c="dimmed">{texts.upcomingEmpty}</Text>
      ) : (
        <ol className={classes.list}>
          {upcoming.map(({ at, batchCode, label }) => (
            <li key={`${batchCode} ${at}`} className={classes.item}>
              <span className={classes.what}>
                <AnchorLink to={paths.batch(batchCode)} fw={600}>
                  {batchCode}
                </AnchorLink>
                <Text span size="sm" c="dimmed" truncate>
                  {textOf(label)}
                </Text>
              </span>
              <span className={classes.when}>
                <RelativeTime at={at} />
                <Text span size="sm" c="dimmed">
                  <DateTime at={at} seconds={false} />
                </Text>
              </span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}
