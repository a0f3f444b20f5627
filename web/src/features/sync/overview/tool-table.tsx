import { Table, Text } from '@mantine/core'
import { paths } from '../../../lib/paths.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { AnchorLink } from '../../../ui/anchor-link.tsx'
import { ExchangeFigures } from '../../../ui/exchange/exchange-figures.tsx'
import { WordBadge } from '../../../ui/exchange/word-badge.tsx'
import { DateTime, RelativeTime } from '../../../ui/moments.tsx'
import { Section } from '../../../ui/section.tsx'
import { TableFrame } from '../../../ui/table-frame.tsx'
import type { ToolSummary } from '../calls/tools-query.ts'
import { SyncBadge } from '../sync-badge.tsx'
import { syncTexts } from '../texts.ts'

/** One line a tool: its file, when it runs, what its last file came to. */
export function ToolTable({ tools }: { readonly tools: readonly ToolSummary[] }) {
  const texts = useTexts(syncTexts)
  return (
    <Section title={texts.tools}>
      <TableFrame minWidth={960}>
        <Table aria-label={texts.tools} verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.tool}</Table.Th>
              <Table.Th>{texts.file}</Table.Th>
              <Table.Th>{texts.planned}</Table.Th>
              <Table.Th>{texts.lastReport}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tools.map((tool) => (
              <ToolRow key={tool.tool} tool={tool} />
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </Section>
  )
}

function ToolRow({ tool }: { readonly tool: ToolSummary }) {
  const texts = useTexts(syncTexts)
  const textOf = useTextOf()
  const { candidates, last, batch, activeRun } = tool
  const next = candidates.filter(({ standing }) => standing === 'next').length
  return (
    <Table.Tr>
      <Table.Th scope="row" w="27%">
        <AnchorLink to={paths.syncTool(tool.tool)} inherit fw={600}>
          {textOf(tool.label)}
        </AnchorLink>
        <Text size="sm" c="dimmed" fw={400}>
          {textOf(tool.description)}
        </Text>
      </Table.Th>
      <Table.Td miw={190} style={{ overflowWrap: 'anywhere' }}>
        {tool.fileName}
        {next > 0 ? (
          <div>
            <WordBadge tone="applied">{texts.filesReady(next)}</WordBadge>
          </div>
        ) : (
          <Text size="sm" c="dimmed">
            {candidates.length > 0 ? texts.alreadyTaken : texts.noFile}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {batch === null ? (
          <Text inherit c="dimmed">
            {texts.byHandOnly}
          </Text>
        ) : (
          <>
            <AnchorLink to={paths.batch(batch.code)} inherit>
              {batch.code}
            </AnchorLink>
            <Text size="sm" c="dimmed">
              {batch.enabled ? textOf(batch.plan) : texts.outOfService}
            </Text>
            {batch.enabled && batch.nextDueAt && (
              <Text size="sm" c="dimmed">
                {texts.next} <RelativeTime at={batch.nextDueAt} />
              </Text>
            )}
          </>
        )}
      </Table.Td>
      <Table.Td miw={230}>
        {activeRun && (
          <div>
            <AnchorLink to={`${paths.syncTool(tool.tool)}?run=${activeRun.id}`} inherit>
              {texts.running[activeRun.state]}
            </AnchorLink>
          </div>
        )}
        {last === null ? (
          !activeRun && (
            <Text inherit c="dimmed">
              {texts.neverRan}
            </Text>
          )
        ) : (
          <>
            <div>
              <SyncBadge of={last} />{' '}
              <AnchorLink to={paths.syncReport(last.id)} inherit>
                <DateTime at={last.begunAt} seconds={false} />
              </AnchorLink>
            </div>
            <Text size="sm">
              <ExchangeFigures of={last} />
            </Text>
          </>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
