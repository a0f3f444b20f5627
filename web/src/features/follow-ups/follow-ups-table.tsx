import { Anchor, Group, Table, Text } from '@mantine/core'
import { IconMailOff } from '@tabler/icons-react'
import { studentName } from '../../lib/student-name.ts'
import { useTexts } from '../../lib/texts.ts'
import { CivilDay } from '../../ui/moments.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { FollowUp } from './calls/follow-ups-query.ts'
import { FollowUpBadge } from './follow-up-badge.tsx'
import { followUpTexts } from './texts.ts'

interface Props {
  readonly followUps: readonly FollowUp[]
  /** Shown while the answer to changed criteria is awaited. */
  readonly stale: boolean
  readonly onOpen: (followUp: FollowUp) => void
}

export function FollowUpsTable({ followUps, stale, onOpen }: Props) {
  const texts = useTexts(followUpTexts)
  return (
    <TableFrame minWidth={780} busy={stale}>
      <Table aria-label={texts.followUpsTab}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.student}</Table.Th>
            <Table.Th>{texts.motive}</Table.Th>
            <Table.Th>{texts.state}</Table.Th>
            <Table.Th>{texts.dueOn}</Table.Th>
            <Table.Th>{texts.letterOn}</Table.Th>
            <Table.Th>{texts.reminderOn}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {followUps.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Th scope="row" fw={500}>
                <Group gap="xs" wrap="nowrap">
                  <Anchor
                    component="button"
                    type="button"
                    inherit
                    ta="left"
                    aria-label={texts.openOf(studentName(one.student))}
                    onClick={() => onOpen(one)}
                  >
                    {studentName(one.student)}
                  </Anchor>
                  {one.student.returnedMail && (
                    <Group gap={2} wrap="nowrap" c="red" title={texts.returnedHint}>
                      <IconMailOff size={16} aria-hidden="true" />
                      <Text size="xs">{texts.returned}</Text>
                    </Group>
                  )}
                </Group>
              </Table.Th>
              <Table.Td>{one.motive.label}</Table.Td>
              <Table.Td>
                <FollowUpBadge state={one.state} />
              </Table.Td>
              <Table.Td>
                <CivilDay date={one.dueOn} />
              </Table.Td>
              <Table.Td>
                <CivilDay date={one.letterOn} />
              </Table.Td>
              <Table.Td>
                <CivilDay date={one.reminderOn} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}
