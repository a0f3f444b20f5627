import { Table, Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { DropState } from './calls/drop-query.ts'
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
                <Table.Th>{texts.run}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {pulls.map((pull) => (
                <Table.Tr key={pull.at}>
                  <Table.Td>
                    <DateTime at={pull.at} />
                  </Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    <Taken pull={pull} />
                  </Table.Td>
                  <Table.Td ta="right">{pull.left}</Table.Td>
                  <Table.Td>
                    {pull.runId !== null && (
                      <AnchorLink to={paths.run(pull.runId)} inherit>
                        {pull.runId}
                      </AnchorLink>
                    )}
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

function Taken({ pull }: { readonly pull: DropState['pulls'][number] }) {
  const texts = useTexts(dropTexts)
  const textOf = useTextOf()
  const { taken, blocked, quarantined } = pull
  const others = taken.length - namesShown
  return (
    <>
      {blocked !== null && <Text inherit>{textOf(blocked)}</Text>}
      {blocked === null && taken.length === 0 && (
        <Text inherit c="dimmed">
          {texts.nothingTaken}
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
