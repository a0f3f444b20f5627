import { Paper, Stack, Text, Title } from '@mantine/core'
import type { Run } from '../../../../src/api/schemas/runs.ts'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { countersOf, counterTexts } from '../../ui/counters.ts'
import classes from './run.module.css'
import { runTexts } from './texts.ts'

const bad: readonly string[] = ['rejected', 'fichiers_en_echec']

/** What the run did, in figures. */
export function RunCounters({ run }: { readonly run: Run }) {
  const texts = useTexts(runTexts)
  const words = useTexts(counterTexts)
  const dates = useDates()
  const counters = countersOf(run.detail, words, dates)
  return (
    <Paper component="section" aria-labelledby="counters-title">
      <Stack gap="sm">
        <Title order={2} id="counters-title">
          {texts.counters}
        </Title>
        {counters.length === 0 ? (
          <Text c="dimmed">{texts.noCounters}</Text>
        ) : (
          <dl className={classes.counters}>
            {counters.map(({ name, label, text, value }) => (
              <div key={name}>
                <dt>{label}</dt>
                <dd
                  data-words={typeof value === 'number' ? undefined : true}
                  data-bad={(bad.includes(name) && value !== 0) || undefined}
                >
                  {text}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Stack>
    </Paper>
  )
}
