import { Table, Text } from '@mantine/core'
import { IconClockExclamation } from '@tabler/icons-react'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Duration } from '../../ui/moments.tsx'
import { StateBadge } from '../../ui/state-badge.tsx'
import type { Lane, Night, NightRun } from './night-query.ts'
import { nightTexts } from './texts.ts'
import { duesToCome, missedDues } from './timeline/dues.ts'
import { runSpan } from './timeline/time-window.ts'

/** A run, or a due instant without one: missed, or to come. */
type Row = { readonly lane: Lane; readonly atMs: number } & (
  | { readonly run: NightRun }
  | { readonly run: null; readonly due: string; readonly missed: boolean }
)

/** The same night as a table, in the order of time: what the timeline draws, to be read or heard. */
export function NightTable({ night }: { readonly night: Night }) {
  const texts = useTexts(nightTexts)
  const nowMs = Date.parse(night.now)
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="xs" aria-label={texts.timeline}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.batch}</Table.Th>
            <Table.Th>{texts.state}</Table.Th>
            <Table.Th>{texts.due}</Table.Th>
            <Table.Th>{texts.start}</Table.Th>
            <Table.Th>{texts.end}</Table.Th>
            <Table.Th ta="right">{texts.duration}</Table.Th>
            <Table.Th ta="right">{texts.habit}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rowsOf(night, nowMs).map((row) =>
            row.run ? (
              <RunRow key={row.run.id} lane={row.lane} run={row.run} nowMs={nowMs} />
            ) : (
              <DueRow
                key={`${row.lane.batchCode} ${row.due}`}
                lane={row.lane}
                at={row.due}
                missed={row.missed}
              />
            ),
          )}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function RunRow({ lane, run, nowMs }: { lane: Lane; run: NightRun; nowMs: number }) {
  const texts = useTexts(nightTexts)
  const dates = useDates()
  const { startMs, endMs } = runSpan(run, nowMs)
  return (
    <Table.Tr>
      <Batch lane={lane} />
      <Table.Td>
        <AnchorLink to={paths.run(run.id)}>
          <StateBadge state={run.state} size="sm" />
        </AnchorLink>
      </Table.Td>
      <Table.Td>{run.dueAt !== null && dates.time(run.dueAt)}</Table.Td>
      <Table.Td>{run.startedAt !== null && dates.time(run.startedAt)}</Table.Td>
      <Table.Td>{run.startedAt !== null && run.endedAt !== null && dates.time(run.endedAt)}</Table.Td>
      <Table.Td ta="right">
        {run.startedAt !== null && (
          <Duration ms={Math.max(1, run.durationSeconds ?? Math.floor((endMs - startMs) / 1_000)) * 1_000} />
        )}
        {run.abnormallyLong && (
          <Text size="sm" c="var(--mantine-color-error)">
            <IconClockExclamation size={14} aria-hidden="true" /> {texts.tooLong}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">
        {run.medianSeconds !== null && <Duration ms={Math.max(1, Math.floor(run.medianSeconds)) * 1_000} />}
      </Table.Td>
    </Table.Tr>
  )
}

function DueRow({ lane, at, missed }: { lane: Lane; at: string; missed: boolean }) {
  const texts = useTexts(nightTexts)
  const dates = useDates()
  return (
    <Table.Tr>
      <Batch lane={lane} />
      <Table.Td>
        <AnchorLink to={paths.instant(lane.batchCode, at)} size="sm">
          {missed ? texts.noRun : texts.toCome}
        </AnchorLink>
      </Table.Td>
      <Table.Td>{dates.time(at)}</Table.Td>
      <Table.Td colSpan={4} />
    </Table.Tr>
  )
}

function Batch({ lane }: { lane: Lane }) {
  const textOf = useTextOf()
  return (
    <Table.Td>
      <AnchorLink to={paths.batch(lane.batchCode)} fw={600}>
        {lane.batchCode}
      </AnchorLink>
      <Text size="sm" c="dimmed">
        {textOf(lane.label)}
      </Text>
    </Table.Td>
  )
}

function rowsOf(night: Night, nowMs: number): Row[] {
  return night.lanes
    .flatMap((lane): Row[] => [
      ...lane.runs.map((run) => ({ lane, run, atMs: runSpan(run, nowMs).startMs })),
      ...missedDues(lane, nowMs).map((at) => ({
        lane,
        run: null,
        due: at,
        missed: true,
        atMs: Date.parse(at),
      })),
      ...duesToCome(lane, nowMs).map((at) => ({
        lane,
        run: null,
        due: at,
        missed: false,
        atMs: Date.parse(at),
      })),
    ])
    .sort((a, b) => a.atMs - b.atMs)
}
