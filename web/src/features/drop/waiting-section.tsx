import { Table, Text } from '@mantine/core'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ToolLinks } from '../../ui/exchange/tool-links.tsx'
import { DateTime, FileSize } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { DropState } from './calls/drop-query.ts'
import { dropTexts } from './texts.ts'

/** Those of which the server says more exactly what it is. */
const exact: ReadonlySet<string> = new Set(['growing', 'locked', 'no-done-marker'])

/** What lies in the directory, and why each file is still there. */
export function WaitingSection({ waiting }: { readonly waiting: DropState['waiting'] }) {
  const texts = useTexts(dropTexts)
  const textOf = useTextOf()
  return (
    <Section title={texts.waiting} description={texts.waitingMore}>
      {waiting.length === 0 ? (
        <EmptyState title={texts.waitingEmpty}>{texts.waitingEmptyMore}</EmptyState>
      ) : (
        <TableFrame minWidth={640}>
          <Table aria-label={texts.waiting}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.file}</Table.Th>
                <Table.Th>{texts.size}</Table.Th>
                <Table.Th>{texts.modified}</Table.Th>
                <Table.Th>{texts.why}</Table.Th>
                <Table.Th>{texts.takenBy}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {waiting.map((file) => (
                <Table.Tr key={file.name}>
                  <Table.Th scope="row" style={{ overflowWrap: 'anywhere' }}>
                    {file.name}
                  </Table.Th>
                  <Table.Td>
                    <FileSize bytes={file.bytes} />
                  </Table.Td>
                  <Table.Td>
                    <DateTime at={file.modifiedAt} />
                  </Table.Td>
                  <Table.Td>
                    {texts.whys[file.why]}
                    {exact.has(file.why) && (
                      <Text size="sm" c="dimmed">
                        {textOf(file.text)}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <ToolLinks tools={file.takenBy} none={texts.takenByNone} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
    </Section>
  )
}
