import { Table, Text } from '@mantine/core'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { DropState } from './calls/drop-query.ts'
import { calmPulls } from './calm-pulls.ts'
import { dropTexts } from './texts.ts'

const namesShown = 5

/** The last pulls: what each took, or why it took nothing. */
export function PullsSection({ pulls }: { readonly pulls: DropState['pulls'] }) {
  const texts = useTexts(dropTexts)
  return (
    <Section title={texts.pulls}>
      {pulls.length === 0 ? (
        <EmptyState title={texts.pullsEmpty}>{texts.pullsEmptyMore}</EmptyState>
      ) : (
        <TableFrame minWidth={560}>
          <Table aria-label={texts.pulls}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.when}</Table.Th>
                <Table.Th>{texts.taken}</Table.Th>
                <Table.Th ta="right">{texts.left}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {calmPulls(pulls).map(({ pull, count, since }) => (
                <Table.Tr key={pull.at}>
                  <Table.Td>
                    <DateTime at={pull.at} />
                    {count > 1 && (
                      <Text size="sm" c="dimmed">
                        {texts.sinceThe} <DateTime at={since} />
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    <Taken pull={pull} count={count} />
                  </Table.Td>
                  <Table.Td ta="right">{pull.left}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
    </Section>
  )
}

function Taken({ pull, count }: { readonly pull: DropState['pulls'][number]; readonly count: number }) {
  const texts = useTexts(dropTexts)
  const textOf = useTextOf()
  const { taken, blocked, quarantined } = pull
  const others = taken.length - namesShown
  return (
    <>
      {blocked !== null && <Text inherit>{textOf(blocked)}</Text>}
      {blocked === null && taken.length === 0 && (
        <Text inherit c="dimmed">
          {count > 1 ? texts.nothingTakenTimes(count) : texts.nothingTaken}
        </Text>
      )}
      {taken.slice(0, namesShown).join(', ')}
      {others > 0 && `, ${texts.otherFiles(others)}`}
      {quarantined > 0 && (
        <Text size="sm" c="dimmed">
          {texts.quarantinedCount(quarantined)}
        </Text>
      )}
    </>
  )
}
