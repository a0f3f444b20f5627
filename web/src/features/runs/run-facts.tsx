import { Paper, Stack, Text, Title } from '@mantine/core'
import type { RunPageData } from '../../../../src/api/schemas/runs.ts'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { type KeyValue, KeyValueList } from '../../ui/key-value-list.tsx'
import { RunTrigger } from '../../ui/run-trigger.tsx'
import { schemaFormTexts } from '../../ui/schema-form/texts.ts'
import { valueWords } from '../../ui/schema-form/value-words.ts'
import { runTexts } from './texts.ts'

/** Why it exists, by which plan, with which parameters, and what is usual. */
export function RunFacts({ page }: { readonly page: RunPageData }) {
  const texts = useTexts(runTexts)
  const valueTexts = useTexts(schemaFormTexts)
  const dates = useDates()
  const { run } = page
  const parameters = Object.entries(run.parameters)
  const names: Readonly<Record<string, string>> = { ...texts.parameterNames, ...page.parameterLabels }
  return (
    <Paper component="section" aria-labelledby="facts-title">
      <Stack gap="lg">
        <div>
          <Title order={2} id="facts-title" mb="xs">
            {texts.facts}
          </Title>
          <KeyValueList items={useFacts(page)} />
        </div>
        <div>
          <Title order={3} mb="xs">
            {texts.parameters}
          </Title>
          {parameters.length === 0 ? (
            <Text size="sm" c="dimmed">
              {texts.noParameters}
            </Text>
          ) : (
            <KeyValueList
              items={parameters.map(([name, value]) => ({
                label: Object.hasOwn(names, name) ? (names[name] ?? name) : name,
                value: valueWords(value, valueTexts, dates),
              }))}
            />
          )}
        </div>
      </Stack>
    </Paper>
  )
}

function useFacts({ run, plan, habit }: RunPageData): KeyValue[] {
  const texts = useTexts(runTexts)
  const dates = useDates()
  const versions = `${paths.batch(run.batchCode)}?edit=${encodeURIComponent(run.batchCode)}&tab=revisions`
  const facts: KeyValue[] = [
    { label: texts.origin, value: <RunTrigger trigger={run.trigger} requestedBy={run.requestedBy} /> },
  ]
  if (run.retryOf !== null) {
    facts.push({
      label: texts.retryOf,
      value: (
        <AnchorLink to={paths.run(run.retryOf)} inherit>
          {texts.runNumber(String(run.retryOf))}
        </AnchorLink>
      ),
    })
  }
  if (plan !== null) {
    facts.push({
      label: texts.plan,
      value: (
        <>
          <AnchorLink to={versions} inherit underline="always">
            {texts.planVersion(String(plan.version))}
          </AnchorLink>
          {', '}
          {plan.author && plan.at
            ? texts.planBy(plan.author, dates.dateMinute(plan.at))
            : texts.planInstalled}
        </>
      ),
    })
  }
  if (run.nodeName) facts.push({ label: texts.node, value: run.nodeName })
  facts.push({
    label: texts.habit,
    value:
      habit === null
        ? texts.noHabit
        : texts.habitWords(
            dates.number(habit.runs),
            dates.duration(habit.medianSeconds * 1_000),
            dates.duration(habit.longestSeconds * 1_000),
          ),
  })
  return facts
}
