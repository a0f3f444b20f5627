import { Button, Table, VisuallyHidden } from '@mantine/core'
import { useHasRight } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { WordBadge } from '../../ui/exchange/word-badge.tsx'
import { DateTime, RelativeTime } from '../../ui/moments.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { Consultation } from './calls/consultations-query.ts'
import { consultationsTexts } from './texts.ts'

interface Props {
  readonly consultations: readonly Consultation[]
  readonly busy: boolean
  readonly onRead: (consultation: Consultation) => void
}

export function ConsultationsTable({ consultations, busy, onRead }: Props) {
  const texts = useTexts(consultationsTexts)
  const mayRead = useHasRight('medical')
  return (
    <TableFrame minWidth={mayRead ? 820 : 720} busy={busy}>
      <Table aria-label={texts.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.since}</Table.Th>
            <Table.Th>{texts.lastActivity}</Table.Th>
            <Table.Th>{texts.practitioner}</Table.Th>
            <Table.Th>{texts.student}</Table.Th>
            <Table.Th>{texts.state}</Table.Th>
            {mayRead && (
              <Table.Th>
                <VisuallyHidden>{texts.read}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {consultations.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Th scope="row" fw={400}>
                <DateTime at={one.openedAt} seconds={false} />
              </Table.Th>
              <Table.Td>
                <RelativeTime at={one.lastActivityAt} />
              </Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{one.practitioner}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{texts.record(one.studentId)}</Table.Td>
              <Table.Td>
                <StateOf consultation={one} />
              </Table.Td>
              {mayRead && (
                <Table.Td ta="right">
                  {one.hasContent && (
                    <Button
                      variant="default"
                      size="xs"
                      aria-label={texts.readThis(one.id)}
                      onClick={() => onRead(one)}
                    >
                      {texts.read}
                    </Button>
                  )}
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}

function StateOf({ consultation: { closedAt, closedBy } }: { consultation: Consultation }) {
  const texts = useTexts(consultationsTexts)
  if (closedBy === null) return <WordBadge tone="processing">{texts.open}</WordBadge>
  return (
    <>
      {closedBy === 'FER_CON' ? (
        <span title={texts.unvalidatedMore}>
          <WordBadge tone="review">{texts.unvalidated}</WordBadge>
        </span>
      ) : (
        <WordBadge tone="applied">{texts.closed}</WordBadge>
      )}{' '}
      <DateTime at={closedAt} seconds={false} />
    </>
  )
}
