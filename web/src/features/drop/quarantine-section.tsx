import { Table } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { DateTime, FileSize } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { DropState } from './calls/drop-query.ts'
import { dropTexts } from './texts.ts'

/** Files that could not be taken as they are, each with its reason; nothing of them was lost. */
export function QuarantineSection({ files }: { readonly files: DropState['quarantined'] }) {
  const texts = useTexts(dropTexts)
  return (
    <Section title={texts.quarantine} description={texts.quarantineMore}>
      <TableFrame minWidth={560}>
        <Table aria-label={texts.quarantine}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.file}</Table.Th>
              <Table.Th>{texts.size}</Table.Th>
              <Table.Th>{texts.setAside}</Table.Th>
              <Table.Th>{texts.reason}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {files.map((file) => (
              <Table.Tr key={`${file.name} ${file.at}`}>
                <Table.Th scope="row" style={{ overflowWrap: 'anywhere' }}>
                  {file.name}
                </Table.Th>
                <Table.Td>
                  <FileSize bytes={file.bytes} />
                </Table.Td>
                <Table.Td>
                  <DateTime at={file.at} />
                </Table.Td>
                <Table.Td>{file.reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </Section>
  )
}
