import { Code, Table, Text } from '@mantine/core'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { Section } from '../section.tsx'
import { TableFrame } from '../table-frame.tsx'
import type { LoadKindDescription } from './kinds-query.ts'
import { loadTexts } from './texts.ts'

/** What a file of this kind may hold, column by column. */
export function ColumnsTable({ kind }: { readonly kind: LoadKindDescription }) {
  const texts = useTexts(loadTexts)
  const textOf = useTextOf()
  return (
    <Section title={texts.columns} description={texts.columnsMore}>
      <TableFrame minWidth={640}>
        <Table aria-label={texts.columns} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.column}</Table.Th>
              <Table.Th>{texts.rule}</Table.Th>
              <Table.Th>{texts.example}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {kind.columns.map(({ name, mandatory, rule, example }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" style={{ verticalAlign: 'top' }}>
                  <Code>{name}</Code>
                  <Text size="sm" c={mandatory ? 'inherit' : 'dimmed'} fw={mandatory ? 600 : 400}>
                    {mandatory ? texts.mandatory : texts.optional}
                  </Text>
                </Table.Th>
                <Table.Td style={{ verticalAlign: 'top' }}>{textOf(rule)}</Table.Td>
                <Table.Td style={{ verticalAlign: 'top', overflowWrap: 'anywhere' }}>{example}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </Section>
  )
}
