import { Button, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import { AnchorLink } from '../../../ui/anchor-link.tsx'
import type { Tally } from '../../../ui/exchange/plan-words.ts'
import { TallyBar } from '../../../ui/exchange/tally-bar.tsx'
import { Section } from '../../../ui/section.tsx'
import type { ImportReport } from '../calls/report-query.ts'
import { importTexts } from '../texts.ts'

const shownFirst = 7

/** The same model's imports before: a file that is half as long, or rejects ten times as much, is seen at once. */
export function Comparison({ report }: { readonly report: ImportReport }) {
  const texts = useTexts(importTexts)
  const [all, setAll] = useState(false)
  const { tally, runId, begunAt, model } = report
  if (model === null || tally.lines === 0) return null
  const history = [...report.history].sort((a, b) => b.begunAt.localeCompare(a.begunAt))
  const shown = all ? history : history.slice(0, shownFirst)
  const longest = [tally, ...shown.map((one) => one.tally)].reduce(
    (lines, one) => Math.max(lines, one.lines),
    1,
  )
  return (
    <Section title={texts.comparison} description={texts.comparisonMore(model)}>
      {history.length === 0 ? (
        <Text c="dimmed">{texts.comparisonNone}</Text>
      ) : (
        <div>
          <Table.ScrollContainer minWidth={640}>
            <Table verticalSpacing="xs" aria-label={texts.comparison}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.when}</Table.Th>
                  <Table.Th ta="right">{texts.headings.lines}</Table.Th>
                  <Table.Th ta="right">{texts.headings.created}</Table.Th>
                  <Table.Th ta="right">{texts.headings.updated}</Table.Th>
                  <Table.Th ta="right">{texts.headings.rejected}</Table.Th>
                  <Table.Th w="35%">{texts.distribution}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                <Row at={begunAt} tally={tally} longest={longest} runId={runId} current />
                {shown.map((one) => (
                  <Row
                    key={one.runId}
                    at={one.begunAt}
                    tally={one.tally}
                    longest={longest}
                    runId={one.runId}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {history.length > shown.length && (
            <Button variant="subtle" size="xs" mt="xs" onClick={() => setAll(true)}>
              {texts.showAll(history.length)}
            </Button>
          )}
        </div>
      )}
    </Section>
  )
}

interface RowProps {
  readonly at: string
  readonly tally: Tally
  readonly longest: number
  readonly runId: number
  readonly current?: boolean
}

function Row({ at, tally, longest, runId, current = false }: RowProps) {
  const texts = useTexts(importTexts)
  const dates = useDates()
  return (
    <Table.Tr fw={current ? 600 : undefined}>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {current ? (
          `${dates.dateMinute(at)} (${texts.thisOne})`
        ) : (
          <AnchorLink to={paths.importReport(runId)} inherit>
            {dates.dateMinute(at)}
          </AnchorLink>
        )}
      </Table.Td>
      <Table.Td ta="right">{dates.number(tally.lines)}</Table.Td>
      <Table.Td ta="right">{dates.number(tally.created)}</Table.Td>
      <Table.Td ta="right">{dates.number(tally.updated)}</Table.Td>
      <Table.Td ta="right">{dates.number(tally.rejected)}</Table.Td>
      <Table.Td>
        <TallyBar tally={tally} lines={longest} />
      </Table.Td>
    </Table.Tr>
  )
}
