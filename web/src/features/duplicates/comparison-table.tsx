import { Switch, Table, Text, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { ReviewedGroup, ReviewedRecord } from './calls/groups-query.ts'
import classes from './duplicates.module.css'
import { duplicateTexts } from './texts.ts'

const valueNames = [
  'familyName',
  'firstName',
  'birthDate',
  'sex',
  'ine',
  'studentCode',
  'nationality',
  'usageName',
  'secondName',
  'thirdName',
  'email',
  'phone',
  'address',
  'familyAddress',
  'familyPhone',
  'familySituation',
  'spouseProfession',
] as const

const things = ['consultations', 'appointments', 'followUps', 'vaccinations', 'documents'] as const

/** Records in columns; a row whose values are not the same says so by a sign, a word and a ground. */
export function ComparisonTable({ group }: { readonly group: ReviewedGroup }) {
  const texts = useTexts(duplicateTexts)
  const dates = useDates()
  const [{ only }, setState] = useUrlState({ only: '' })
  const { records, differences } = group
  const shown = valueNames.filter(
    (name) =>
      differences.includes(name) || (only === '' && records.some(({ values }) => values[name].length > 0)),
  )
  const facts: readonly { label: string; of: (record: ReviewedRecord) => ReactNode }[] = [
    { label: texts.login, of: ({ login }) => login ?? <Empty /> },
    { label: texts.formerInes, of: ({ formerInes }) => lines(formerInes) },
    {
      label: texts.enrolments,
      of: ({ enrolments }) =>
        lines(
          enrolments.map(({ year, establishment, component, diploma, cursus, cursusYear }) =>
            [`${year}-${year + 1}`, establishment, component, diploma, cursus, cursusYear]
              .filter(Boolean)
              .join(' '),
          ),
        ),
    },
    {
      label: texts.holdings,
      of: ({ holds }) => lines(things.map((thing) => texts.things[thing](holds[thing]))),
    },
    {
      label: texts.lastContact,
      of: ({ lastContact }) => (lastContact === null ? texts.noContact : dates.civil(lastContact)),
    },
    {
      label: texts.sources,
      of: ({ sources }) =>
        sources.length === 0
          ? texts.noSource
          : lines(sources.map(({ model, seenAt }) => texts.seenOn(model, dates.date(seenAt)))),
    },
    { label: texts.created, of: ({ createdAt }) => dates.date(createdAt) },
  ]
  return (
    <Section
      title={texts.compare}
      description={texts.compareHint(differences.length)}
      actions={
        <Switch
          label={texts.onlyDifferences}
          checked={only !== ''}
          onChange={(event) => setState({ only: event.currentTarget.checked ? '1' : '' })}
        />
      }
    >
      <TableFrame minWidth={records.length * 150}>
        <Table
          className={classes.compared ?? ''}
          aria-label={texts.compare}
          verticalSpacing={7}
          highlightOnHover={false}
          layout="fixed"
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={170}>{texts.value}</Table.Th>
              {records.map((record) => (
                <Table.Th key={record.id}>{texts.record(String(record.id))}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((name) => {
              const different = differences.includes(name)
              return (
                <Table.Tr key={name} className={different ? (classes.different ?? '') : ''}>
                  <Table.Th scope="row">
                    <span className={classes.sign} aria-hidden="true">
                      {different ? '≠' : ''}
                    </span>
                    {texts.values[name]}
                    {different && <VisuallyHidden> ({texts.differs})</VisuallyHidden>}
                  </Table.Th>
                  {records.map((record) => (
                    <Table.Td key={record.id} className={classes.value ?? ''}>
                      {lines(
                        name === 'birthDate' ? record.values[name].map(dates.civil) : record.values[name],
                      )}
                    </Table.Td>
                  ))}
                </Table.Tr>
              )
            })}
            {facts.map(({ label, of }) => (
              <Table.Tr key={label}>
                <Table.Th scope="row">
                  <span className={classes.sign} aria-hidden="true" />
                  {label}
                </Table.Th>
                {records.map((record) => (
                  <Table.Td key={record.id} className={classes.value ?? ''}>
                    {of(record)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </Section>
  )
}

function lines(values: readonly string[]): ReactNode {
  if (values.length === 0) return <Empty />
  return values.map((value) => <div key={value}>{value}</div>)
}

function Empty() {
  const texts = useTexts(duplicateTexts)
  return (
    <Text span inherit c="dimmed" fs="italic" fw={400}>
      {texts.emptyValue}
    </Text>
  )
}
