import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ExchangeFigures } from '../../ui/exchange/exchange-figures.tsx'
import { useToolNames } from '../../ui/exchange/tool-names.ts'
import { useSyncReports } from './calls/sync-reports-query.ts'
import { runTexts } from './texts.ts'

/** The command files that this run processed, each with its report. */
export function SyncReports({ runId }: { readonly runId: number }) {
  const texts = useTexts(runTexts)
  const toolName = useToolNames()
  const { data } = useSyncReports(runId)
  if (!data || data.length === 0) return null
  return (
    <Paper component="section" aria-labelledby="sync-reports-title">
      <Stack gap="sm">
        <Title order={2} id="sync-reports-title">
          {texts.syncReports}
        </Title>
        <ul style={{ display: 'grid', gap: '0.35rem', margin: 0, padding: 0, listStyle: 'none' }}>
          {data.map((report) => (
            <li key={report.id}>
              <Group gap="xs">
                <AnchorLink to={paths.syncReport(report.id)} style={{ overflowWrap: 'anywhere' }}>
                  {report.fileName || `#${report.id}`}
                </AnchorLink>
                <Text span size="sm" c="dimmed">
                  {toolName(report.tool)}
                </Text>
                <Text span size="sm">
                  <ExchangeFigures of={report} />
                </Text>
              </Group>
            </li>
          ))}
        </ul>
      </Stack>
    </Paper>
  )
}
