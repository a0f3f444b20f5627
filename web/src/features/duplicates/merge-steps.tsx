import { Alert, Checkbox, Group, Radio, Stack, Text, Title } from '@mantine/core'
import { type Dates, useDates } from '../../lib/dates.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import type { ReviewedRecord } from './calls/groups-query.ts'
import type { MergePreview, RecordSide, RecordValueName } from './calls/merge-records.ts'
import classes from './duplicates.module.css'
import { recordName } from './person-names.ts'
import { duplicateTexts } from './texts.ts'

interface RecordStepProps {
  readonly records: readonly ReviewedRecord[]
  readonly keptId: number
  readonly onKeep: (id: number) => void
}

/** Which record stays. */
export function RecordStep({ records, keptId, onKeep }: RecordStepProps) {
  const texts = useTexts(duplicateTexts)
  const dates = useDates()
  return (
    <Radio.Group
      label={texts.whichRecord}
      description={texts.whichRecordHint}
      value={String(keptId)}
      onChange={(id) => onKeep(Number(id))}
    >
      <Stack gap="sm" mt="sm">
        {records.map((record) => (
          <Radio.Card key={record.id} value={String(record.id)} p="md" radius="md">
            <Group wrap="nowrap" align="flex-start">
              <Radio.Indicator mt={3} />
              <Stack gap={2}>
                <Text fw={650}>
                  {recordName(record)}{' '}
                  <Text span c="dimmed" fw={400}>
                    {texts.record(String(record.id))}
                  </Text>
                </Text>
                <Text size="sm">
                  {[
                    ...record.values.birthDate.map((date) => texts.born(dates.civil(date))),
                    ...record.values.ine.map((ine) => `INE ${ine}`),
                  ].join(', ')}
                </Text>
                <Text size="sm" c="dimmed">
                  {texts.things.consultations(record.holds.consultations)},{' '}
                  {texts.things.enrolments(record.holds.enrolments)}, {texts.lastContact.toLowerCase()} :{' '}
                  {record.lastContact === null ? texts.noContact : dates.civil(record.lastContact)}
                </Text>
                <Text size="sm" fw={600}>
                  {record.id === keptId ? texts.keptRecord : texts.absorbedRecord}
                </Text>
              </Stack>
            </Group>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  )
}

interface TwoRecords {
  readonly preview: MergePreview
  readonly kept: ReviewedRecord
  readonly absorbed: ReviewedRecord
}

interface ValuesStepProps extends TwoRecords {
  /** What the person chose so far: told before the server has answered. */
  readonly chosen: Partial<Readonly<Record<RecordValueName, RecordSide>>>
  readonly onChoose: (name: RecordValueName, side: RecordSide) => void
}

/** One choice for each value that differs. */
export function ValuesStep({ preview, kept, absorbed, chosen, onChoose }: ValuesStepProps) {
  const texts = useTexts(duplicateTexts)
  const dates = useDates()
  const differing = preview.values.filter(({ differs }) => differs)
  if (differing.length === 0) return <Text>{texts.nothingDiffers}</Text>
  return (
    <Stack gap="md">
      <div>
        <Title order={3}>{texts.whichValues}</Title>
        <Text size="sm" c="dimmed">
          {texts.whichValuesHint}
        </Text>
      </div>
      {differing.map(({ name, from }) => (
        <Radio.Group
          key={name}
          label={texts.values[name]}
          value={chosen[name] ?? from}
          onChange={(side) => onChoose(name, side as RecordSide)}
        >
          <div className={classes.choice}>
            {(['kept', 'absorbed'] as const).map((side) => (
              <Radio
                key={side}
                value={side}
                label={
                  shown((side === 'kept' ? kept : absorbed).values[name], name, dates) || texts.emptyValue
                }
                description={side === 'kept' ? texts.keptRecord : texts.absorbedRecord}
                classNames={{ label: classes.value ?? '' }}
              />
            ))}
          </div>
        </Radio.Group>
      ))}
    </Stack>
  )
}

interface ConfirmStepProps extends TwoRecords {
  readonly samePerson: boolean
  readonly onSamePerson: (said: boolean) => void
}

/** What will happen, and the word of whoever compared. */
export function ConfirmStep({ preview, kept, absorbed, samePerson, onSamePerson }: ConfirmStepProps) {
  const texts = useTexts(duplicateTexts)
  const dates = useDates()
  const textOf = useTextOf()
  const { moves, equalEnrolments, newAliases, login, followers, refusals, values } = preview
  const moving = moves.filter(({ rows }) => rows > 0)
  const taken = values.filter(({ differs, from }) => differs && from === 'absorbed')
  return (
    <Stack gap="md">
      {refusals.length > 0 && (
        <Alert color="red" title={texts.cannotMerge} role="alert">
          <ul className={classes.list}>
            {refusals.map((refusal) => (
              <li key={refusal.fr}>{textOf(refusal)}</li>
            ))}
          </ul>
        </Alert>
      )}
      <div>
        <Title order={3}>{texts.whatHappens}</Title>
        <Text mt={4}>{texts.fromTo(String(absorbed.id), String(kept.id))}</Text>
        <ul className={classes.moves}>
          {moving.length === 0 && <li>{texts.nothingMoves}</li>}
          {moving.map(({ thing, rows, list }) => (
            <li key={thing}>
              {list.length === 0 ? (
                texts.things[thing](rows)
              ) : (
                <details>
                  <summary>{texts.things[thing](rows)}</summary>
                  {list.map(({ id, on, label }) => (
                    <Text key={`${id} ${label}`} size="sm" c="dimmed">
                      {[id === null ? null : `n° ${id}`, on === null ? null : dates.civil(on), label]
                        .filter(Boolean)
                        .join(', ')}
                    </Text>
                  ))}
                </details>
              )}
            </li>
          ))}
        </ul>
      </div>
      <Stack gap={4}>
        {taken.length > 0 && (
          <Text size="sm">{texts.takenValues(taken.map(({ name }) => texts.values[name]).join(', '))}</Text>
        )}
        {equalEnrolments.map(({ year, establishment, component, diploma, stays }) => (
          <Text size="sm" key={`${year} ${establishment} ${component} ${diploma}`}>
            {texts.equalEnrolment(
              [`${year}-${year + 1}`, establishment, component, diploma].filter(Boolean).join(' '),
              stays === 'kept',
            )}
          </Text>
        ))}
        {newAliases.length > 0 && <Text size="sm">{texts.aliases(newAliases.join(', '))}</Text>}
        {login.givenUp && <Text size="sm">{texts.loginGivenUp(login.kept ?? '', login.absorbed ?? '')}</Text>}
        {login.kept === null && login.absorbed !== null && (
          <Text size="sm">{texts.loginTaken(login.absorbed)}</Text>
        )}
        {followers > 0 && <Text size="sm">{texts.followers(followers)}</Text>}
        <Text size="sm" c="dimmed">
          {texts.undoable}
        </Text>
      </Stack>
      {refusals.length === 0 && (
        <Checkbox
          label={texts.samePerson(recordName(kept))}
          checked={samePerson}
          onChange={(event) => onSamePerson(event.currentTarget.checked)}
        />
      )}
    </Stack>
  )
}

function shown(lines: readonly string[], name: RecordValueName, dates: Dates): string {
  return (name === 'birthDate' ? lines.map(dates.civil) : lines).join(', ')
}
