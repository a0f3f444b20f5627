import { Alert, Button, Stack, Tabs, Text } from '@mantine/core'
import type { BatchPage } from '../../../../../src/api/schemas/batches.ts'
import { useDates } from '../../../lib/dates.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { useUrlState } from '../../../lib/url-state.ts'
import { KeyValueList } from '../../../ui/key-value-list.tsx'
import { DateTime } from '../../../ui/moments.tsx'
import { schemaFields } from '../../../ui/schema-form/schema-fields.ts'
import { shownValue } from '../../../ui/schema-form/schema-values.ts'
import { schemaFormTexts } from '../../../ui/schema-form/texts.ts'
import { valueWords } from '../../../ui/schema-form/value-words.ts'
import classes from './edit.module.css'
import { catchUpWords, daysText, monthNames } from './plan-differences.ts'
import { RevisionsTab } from './revisions-tab.tsx'
import { RulesTab } from './rules-tab.tsx'
import { editTexts } from './texts.ts'

interface Props {
  readonly page: BatchPage
  readonly onClose: () => void
}

/** The edit window of who may only look: facts, not a form that cannot be filled. */
export function PlanReader({ page, onClose }: Props) {
  const texts = useTexts(editTexts)
  const textOf = useTextOf()
  const [{ tab }, setAddress] = useUrlState({ tab: 'plan' })
  return (
    <div className={classes.window}>
      <Stack gap="md" className={classes.content ?? ''}>
        <Text c="dimmed">{textOf(page.batch.label)}</Text>
        <Alert color="gray">{texts.readOnly}</Alert>
        <Tabs value={tab} onChange={(next) => setAddress({ tab: next ?? 'plan' })} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="plan">{texts.tabs.plan}</Tabs.Tab>
            {page.parametersSchema && <Tabs.Tab value="parameters">{texts.tabs.parameters}</Tabs.Tab>}
            <Tabs.Tab value="revisions">{texts.tabs.revisions}</Tabs.Tab>
            <Tabs.Tab value="rules">{texts.tabs.rules}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="plan" tabIndex={0}>
            <PlanFacts page={page} />
          </Tabs.Panel>
          <Tabs.Panel value="parameters" tabIndex={0}>
            <ParameterFacts page={page} />
          </Tabs.Panel>
          <Tabs.Panel value="revisions" tabIndex={0}>
            <RevisionsTab batch={page.batch} mayRestore={false} unsaved={false} />
          </Tabs.Panel>
          <Tabs.Panel value="rules" tabIndex={0}>
            <RulesTab page={page} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
      <div className={classes.footer}>
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {texts.closeWindow}
          </Button>
        </div>
      </div>
    </div>
  )
}

function PlanFacts({ page }: { readonly page: BatchPage }) {
  const texts = useTexts(editTexts)
  const textOf = useTextOf()
  const dates = useDates()
  const { batch } = page
  const { schedule } = batch
  const or = (value: number | string | null) => (value === null ? texts.none : String(value))
  return (
    <KeyValueList
      items={[
        { label: texts.code, value: batch.code },
        { label: texts.enabled, value: batch.enabled ? texts.yes : texts.no },
        { label: texts.schedule, value: textOf(batch.scheduleWording) },
        schedule.everyMinutes === null
          ? { label: texts.time, value: schedule.time }
          : { label: texts.everyMinutes, value: or(schedule.everyMinutes) },
        { label: texts.dayOfMonth, value: or(schedule.dayOfMonth) },
        {
          label: texts.month,
          value: schedule.month === null ? texts.none : monthNames(texts)[schedule.month - 1],
        },
        { label: texts.year, value: or(schedule.year) },
        { label: texts.weekdays, value: daysText(schedule.weekdays, texts) },
        { label: texts.catchUp, value: catchUpWords(batch.catchUp, texts, dates) },
        {
          label: texts.preview,
          value:
            page.nextInstants.length === 0 ? (
              texts.noInstant
            ) : (
              <Stack gap={2}>
                {page.nextInstants.slice(0, 3).map(({ at, note }) => (
                  <span key={at}>
                    <DateTime at={at} seconds={false} />
                    {note && <span className={classes.note}>{textOf(note)}</span>}
                  </span>
                ))}
              </Stack>
            ),
        },
      ]}
    />
  )
}

function ParameterFacts({ page }: { readonly page: BatchPage }) {
  const texts = useTexts(editTexts)
  const valueTexts = useTexts(schemaFormTexts)
  const dates = useDates()
  const fields = schemaFields(page.parametersSchema ?? {})
  if (fields.length === 0) return <Text c="dimmed">{texts.noParameters}</Text>
  return (
    <KeyValueList
      items={fields.map((field) => ({
        label: field.label,
        value: valueWords(shownValue(field, page.batch.parameters), valueTexts, dates),
      }))}
    />
  )
}
