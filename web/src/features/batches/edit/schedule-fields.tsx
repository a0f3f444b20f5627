import { Button, Checkbox, Group, NativeSelect, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { BatchPage } from '../../../../../src/api/schemas/batches.ts'
import type { ScheduleRefusal } from '../../../../../src/api/schemas/schedules.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { NotReady } from '../not-ready.tsx'
import { monthNames } from './plan-differences.ts'
import { latenessStands, type PlanForm, tidyTime, weekdays } from './plan-form.ts'
import { editTexts } from './texts.ts'

interface Props {
  readonly code: string
  readonly form: PlanForm
  readonly onChange: (changes: Partial<PlanForm>) => void
  readonly refusals: readonly ScheduleRefusal[]
  readonly notReady: BatchPage['notReady']
}

const yearsAhead = 2

/** The fields of « Edition de batch » in the order of the documents, each refusal beside its field. */
export function ScheduleFields({ code, form, onChange, refusals, notReady }: Props) {
  const texts = useTexts(editTexts)
  const textOf = useTextOf()
  const errorOf = (field: ScheduleRefusal['field']) =>
    refusals
      .filter((refusal) => refusal.field === field)
      .map((refusal) => textOf(refusal.message))
      .join(' ') || undefined
  return (
    <Stack gap="md">
      <TextInput label={texts.code} value={code} readOnly variant="filled" />
      <Checkbox
        label={texts.enabled}
        description={texts.enabledHint}
        checked={form.enabled}
        onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
      />
      {notReady && <NotReady why={notReady} />}
      <Checkbox
        label={texts.useFrequency}
        checked={form.useFrequency}
        onChange={(event) => onChange({ useFrequency: event.currentTarget.checked })}
      />
      {form.useFrequency ? (
        <TextInput
          label={texts.everyMinutes}
          inputMode="numeric"
          value={form.everyMinutes}
          onChange={(event) => onChange({ everyMinutes: event.currentTarget.value })}
          error={errorOf('everyMinutes')}
          maw={200}
        />
      ) : (
        <TextInput
          label={texts.time}
          description={texts.timeHint}
          placeholder="05:00"
          inputMode="numeric"
          value={form.time}
          onChange={(event) => onChange({ time: event.currentTarget.value })}
          onBlur={() => onChange({ time: tidyTime(form.time) })}
          error={errorOf('time')}
          autoComplete="off"
          maw={200}
        />
      )}
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
        <NativeSelect
          label={texts.dayOfMonth}
          data={blankFirst(
            range(1, 31).map((day) => ({ value: day, label: day })),
            texts.blank,
            form.dayOfMonth,
          )}
          value={form.dayOfMonth}
          onChange={(event) => onChange({ dayOfMonth: event.currentTarget.value })}
          error={errorOf('dayOfMonth')}
        />
        <NativeSelect
          label={texts.month}
          data={blankFirst(
            monthNames(texts).map((name, index) => ({ value: String(index + 1), label: name })),
            texts.blank,
            form.month,
          )}
          value={form.month}
          onChange={(event) => onChange({ month: event.currentTarget.value })}
          error={errorOf('month')}
        />
        <NativeSelect
          label={texts.year}
          data={blankFirst(
            range(new Date().getFullYear(), new Date().getFullYear() + yearsAhead).map((year) => ({
              value: year,
              label: year,
            })),
            texts.blank,
            form.year,
          )}
          value={form.year}
          onChange={(event) => onChange({ year: event.currentTarget.value })}
          error={errorOf('year')}
        />
      </SimpleGrid>
      <Checkbox.Group
        label={texts.weekdays}
        value={[...form.weekdays]}
        onChange={(days) => onChange({ weekdays: weekdays.filter((day) => days.includes(day)) })}
        error={errorOf('weekdays')}
        role="group"
      >
        <SimpleGrid cols={{ base: 2, xs: 4 }} spacing="xs" mt={6}>
          {weekdays.map((day) => (
            <Checkbox key={day} value={day} label={texts.days[day]} />
          ))}
        </SimpleGrid>
        <Group gap="xs" mt="xs" mb={4}>
          <Button variant="subtle" size="compact-xs" onClick={() => onChange({ weekdays: [...weekdays] })}>
            {texts.allDays}
          </Button>
          <Button variant="subtle" size="compact-xs" onClick={() => onChange({ weekdays: [] })}>
            {texts.noDay}
          </Button>
        </Group>
      </Checkbox.Group>
      <CatchUpFields form={form} onChange={onChange} />
    </Stack>
  )
}

function CatchUpFields({ form, onChange }: Pick<Props, 'form' | 'onChange'>) {
  const texts = useTexts(editTexts)
  return (
    <>
      <Radio.Group
        label={texts.catchUp}
        description={texts.catchUpHint}
        value={form.catchUp}
        onChange={(policy) => onChange({ catchUp: policy === 'skip' ? 'skip' : 'run' })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="run" label={texts.catchUpRun} />
          <Radio value="skip" label={texts.catchUpSkip} />
        </Stack>
      </Radio.Group>
      {form.catchUp === 'run' && (
        <TextInput
          label={texts.withinMinutes}
          inputMode="numeric"
          value={form.withinMinutes}
          onChange={(event) => onChange({ withinMinutes: event.currentTarget.value })}
          error={latenessStands(form) ? undefined : texts.latenessRange}
          maw={200}
        />
      )}
    </>
  )
}

interface Choice {
  readonly value: string
  readonly label: string
}

/** A stored value that is no longer proposed (a past year) is shown as it is; saving it will be refused. */
function blankFirst(choices: readonly Choice[], blank: string, value: string): Choice[] {
  const known = value === '' || choices.some((choice) => choice.value === value)
  return [{ value: '', label: blank }, ...(known ? [] : [{ value, label: value }]), ...choices]
}

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, place) => String(first + place))
}
