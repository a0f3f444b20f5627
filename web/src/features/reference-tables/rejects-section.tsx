import { Table } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { ReferenceSync } from './calls/tables-query.ts'
import { referenceTablesTexts } from './texts.ts'

/** The first rows that the last synchronisation rejected, with why; nothing where there is none. */
export function RejectsSection({ sync }: { readonly sync: ReferenceSync | null }) {
  const texts = useTexts(referenceTablesTexts)
  if (sync === null || sync.rejects.length === 0) return null
  return (
    <Section
      title={texts.rejects}
      description={texts.rejectsMore(sync.rejects.length, sync.rejected ?? sync.rejects.length)}
    >
      <TableFrame minWidth={420}>
        <Table aria-label={texts.rejects}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right" w={90}>
                {texts.line}
              </Table.Th>
              <Table.Th>{texts.code}</Table.Th>
              <Table.Th>{texts.cause}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sync.rejects.map(({ line, code, cause }) => (
              <Table.Tr key={line}>
                <Table.Td ta="right">{line}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{code ?? '–'}</Table.Td>
                <Table.Td>{cause}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </Section>
  )
}
