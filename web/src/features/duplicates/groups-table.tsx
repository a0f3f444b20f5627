import { Table, Text } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { RelativeTime } from '../../ui/moments.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { DuplicateGroup, ListedPairState } from './calls/groups-query.ts'
import classes from './duplicates.module.css'
import { groupNames } from './person-names.ts'
import { duplicateTexts } from './texts.ts'
import { TierBadge } from './tier-badge.tsx'

interface Props {
  readonly groups: readonly DuplicateGroup[]
  readonly tab: ListedPairState
  readonly busy: boolean
}

/** One row a group: how sure, who, why, since when. */
export function GroupsTable({ groups, tab, busy }: Props) {
  const texts = useTexts(duplicateTexts)
  return (
    <TableFrame minWidth={720} busy={busy}>
      <Table aria-label={texts.tabs[tab]} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.score}</Table.Th>
            <Table.Th>{texts.people}</Table.Th>
            <Table.Th>{texts.reasons}</Table.Th>
            <Table.Th>{tab === 'new' ? texts.found : texts.decided}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((group) => (
            <GroupRow key={group.pair.id} group={group} tab={tab} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}

function GroupRow({ group, tab }: { readonly group: DuplicateGroup; readonly tab: ListedPairState }) {
  const texts = useTexts(duplicateTexts)
  const dates = useDates()
  const textOf = useTextOf()
  const { pair, records } = group
  const telling = pair.reasons.filter(({ points }) => points !== 0).toSorted((a, b) => b.points - a.points)
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <TierBadge tier={pair.tier} />{' '}
        <Text span fw={650}>
          {pair.score}
        </Text>
      </Table.Td>
      <Table.Th scope="row" fw={400}>
        <AnchorLink inherit to={paths.duplicateGroup(pair.id)} aria-label={texts.openThis(groupNames(group))}>
          {groupNames(group)}
        </AnchorLink>
        <Text size="sm" c="dimmed">
          {texts.recordsInGroup(records.length)},{' '}
          {[...new Set(records.map(({ birthDate }) => texts.born(dates.civil(birthDate))))].join(', ')}
        </Text>
      </Table.Th>
      <Table.Td maw={380}>
        <Text size="sm">
          {telling
            .filter(({ points }) => points > 0)
            .slice(0, 4)
            .map(({ text }) => textOf(text))
            .join(', ')}
        </Text>
        <Text size="sm" c="dimmed">
          {telling
            .filter(({ points }) => points < 0)
            .map(({ text }) => textOf(text))
            .join(', ')}
        </Text>
      </Table.Td>
      <Table.Td>
        {tab === 'new' ? <RelativeTime at={pair.foundAt} /> : <RelativeTime at={pair.decidedAt} />}
        {tab !== 'new' && (
          <Text size="sm" c="dimmed" className={classes.value ?? ''}>
            {[pair.decidedBy, pair.decisionReason].filter(Boolean).join(' : ')}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
