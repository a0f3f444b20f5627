import { ActionIcon, Table, Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import type { AuditEntry } from '../../../../src/api/schemas/audit.ts'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { DateTime } from '../../ui/moments.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { useActionWords } from './action-words.ts'
import { SubjectLink } from './subject-link.tsx'
import { auditTexts } from './texts.ts'

interface Props {
  readonly entries: readonly AuditEntry[]
  /** Shown while the answer to changed criteria is awaited. */
  readonly stale: boolean
  readonly onOpen: (entry: AuditEntry) => void
}

export function AuditTable({ entries, stale, onOpen }: Props) {
  const texts = useTexts(auditTexts)
  const words = useActionWords()
  const dates = useDates()
  return (
    <TableFrame minWidth={820} busy={stale}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.at}</Table.Th>
            <Table.Th>{texts.actor}</Table.Th>
            <Table.Th>{texts.action}</Table.Th>
            <Table.Th>{texts.subject}</Table.Th>
            <Table.Th>{texts.address}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <Table.Tr key={entry.id}>
              <Table.Td>
                <DateTime at={entry.at} />
              </Table.Td>
              <Table.Td>{entry.actor}</Table.Td>
              <Table.Td>
                {words(entry.action)}
                {words(entry.action) !== entry.action && (
                  <Text size="xs" c="dimmed" ff="monospace">
                    {entry.action}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <SubjectLink subject={entry.subject} />
              </Table.Td>
              <Table.Td>{entry.address}</Table.Td>
              <Table.Td ta="right">
                <ActionIcon
                  variant="subtle"
                  aria-label={texts.openDetail(words(entry.action), dates.dateTime(entry.at))}
                  onClick={() => onOpen(entry)}
                >
                  <IconChevronRight size={18} aria-hidden="true" />
                </ActionIcon>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}
