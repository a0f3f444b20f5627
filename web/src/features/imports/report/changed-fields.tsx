import { Table, Text } from '@mantine/core'
import { useDates } from '../../../lib/dates.ts'
import { useTexts } from '../../../lib/texts.ts'
import { ShareBar } from '../../../ui/exchange/share-bar.tsx'
import { Section } from '../../../ui/section.tsx'
import type { ImportReport } from '../calls/report-query.ts'
import { importTexts } from '../texts.ts'
import classes from './changed-fields.module.css'

type Changed = ImportReport['changedFields'][number]

/** Old → new, field by field; those that do not change are not listed. */
export function ChangedFields({ fields }: { readonly fields: readonly Changed[] }) {
  const texts = useTexts(importTexts)
  const most = fields.reduce((count, field) => Math.max(count, field.count), 1)
  return (
    <Section title={texts.changed}>
      {fields.length === 0 ? (
        <Text c="dimmed">{texts.changedNone}</Text>
      ) : (
        <div>
          <ul className={classes.fields}>
            {fields.map((field) => (
              <FieldItem key={field.column} field={field} share={field.count / most} />
            ))}
          </ul>
          <Text size="sm" c="dimmed" mt="sm">
            {texts.changedOthers}
          </Text>
        </div>
      )}
    </Section>
  )
}

function FieldItem({ field, share }: { readonly field: Changed; readonly share: number }) {
  const texts = useTexts(importTexts)
  const dates = useDates()
  const head = (
    <>
      <span className={classes.column}>{field.column}</span>
      <span className={classes.bar}>
        <ShareBar share={share} />
      </span>
      <span className={classes.count}>{dates.number(field.count)}</span>
    </>
  )
  if (field.samples.length === 0) return <li className={classes.head}>{head}</li>
  return (
    <li>
      <details>
        <summary className={classes.head}>{head}</summary>
        <Table verticalSpacing={4} className={classes.samples ?? ''} highlightOnHover={false}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.line}</Table.Th>
              <Table.Th>{texts.changedBefore}</Table.Th>
              <Table.Th>{texts.changedAfter}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {field.samples.map(({ line, before, after }) => (
              <Table.Tr key={line}>
                <Table.Td>{dates.number(line)}</Table.Td>
                <Table.Td>{before === null || before === '' ? <Empty /> : <del>{before}</del>}</Table.Td>
                <Table.Td>{after === null || after === '' ? <Empty /> : <ins>{after}</ins>}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </li>
  )
}

function Empty() {
  const texts = useTexts(importTexts)
  return (
    <Text span c="dimmed" size="sm">
      ({texts.nothingBefore})
    </Text>
  )
}
