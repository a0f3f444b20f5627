import { Select, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useDates } from '../../../lib/dates.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { outcomes } from '../../../ui/exchange/plan-words.ts'
import { exchangeTexts } from '../../../ui/exchange/texts.ts'
import { LoadingRows } from '../../../ui/loading-rows.tsx'
import { MoreButton } from '../../../ui/more-button.tsx'
import { Section } from '../../../ui/section.tsx'
import { TableFrame } from '../../../ui/table-frame.tsx'
import { type LineOutcome, type SyncLine, useSyncLines } from '../calls/lines-query.ts'
import type { SyncReport } from '../calls/report-query.ts'
import { syncTexts } from '../texts.ts'
import { ChangeList } from './change-list.tsx'

/** Line by line: what became of it, why, and what it changed with the values before. */
export function LinesSection({ report }: { readonly report: SyncReport }) {
  const texts = useTexts(syncTexts)
  const words = useTexts(exchangeTexts)
  const { tally } = report
  const present = outcomes.filter((outcome) => tally[outcome] > 0)
  const [outcome, setOutcome] = useState<LineOutcome | null>(tally.rejected > 0 ? 'rejected' : null)
  return (
    <Section
      title={texts.lines}
      description={report.dryRun ? texts.linesWould : texts.linesDid}
      actions={
        present.length > 1 && (
          <Select
            aria-label={texts.showOnly}
            data={[
              { value: '', label: texts.allLines },
              ...present.map((one) => ({ value: one, label: words.terms[one](2) })),
            ]}
            value={outcome ?? ''}
            onChange={(value) => setOutcome(outcomes.find((one) => one === value) ?? null)}
            allowDeselect={false}
            w={190}
          />
        )
      }
    >
      <Lines key={outcome ?? ''} id={report.id} outcome={outcome} />
    </Section>
  )
}

function Lines({ id, outcome }: { readonly id: number; readonly outcome: LineOutcome | null }) {
  const texts = useTexts(syncTexts)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useSyncLines(id, outcome)
  const items = data?.pages.flatMap((page) => page.items) ?? []
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingRows rows={8} />
  if (items.length === 0) return <EmptyState title={texts.noLines}>{texts.noLinesMore}</EmptyState>
  return (
    <Stack gap="md">
      <TableFrame minWidth={640}>
        <Table aria-label={texts.lines} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right">{texts.line}</Table.Th>
              <Table.Th>{texts.outcome}</Table.Th>
              <Table.Th>{texts.messagesAndChanges}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((line) => (
              <LineRow key={line.line} line={line} />
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      <MoreButton of={{ hasNextPage, isFetchingNextPage, fetchNextPage }}>{texts.more}</MoreButton>
    </Stack>
  )
}

function LineRow({ line }: { readonly line: SyncLine }) {
  const words = useTexts(exchangeTexts)
  const textOf = useTextOf()
  const dates = useDates()
  return (
    <Table.Tr>
      <Table.Td ta="right" style={{ verticalAlign: 'top' }}>
        {dates.number(line.line)}
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>{words.terms[line.outcome](1)}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {line.messages.map((message) => (
          <Text key={`${message.code} ${message.column} ${message.text.fr}`} size="sm" inherit>
            {message.column && <b>{message.column} : </b>}
            {textOf(message.text)}
          </Text>
        ))}
        <ChangeList changes={line.changes} />
      </Table.Td>
    </Table.Tr>
  )
}
