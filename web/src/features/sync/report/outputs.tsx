import { Group, Text } from '@mantine/core'
import { apiUrl } from '../../../lib/api-client.ts'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/roles.ts'
import { useTexts } from '../../../lib/texts.ts'
import { AnchorLink } from '../../../ui/anchor-link.tsx'
import { DownloadLink } from '../../../ui/download-link.tsx'
import type { SyncReport } from '../calls/report-query.ts'
import { syncTexts } from '../texts.ts'

const shelves = { report: 'reports', retry: 'retries', journal: 'journals', archive: 'archives' } as const
const kinds = ['report', 'retry', 'journal', 'archive'] as const

/** Report, retry file, journal and archive, to take away; a retry file can be played again from here. */
export function Outputs({ report }: { readonly report: SyncReport }) {
  const texts = useTexts(syncTexts)
  const may = useMay()
  const there = kinds.filter((kind) => report.outputs[kind] !== null)
  if (there.length === 0) return <Text c="dimmed">{texts.noOutputs}</Text>
  return (
    <ul style={{ display: 'grid', gap: '0.5rem', margin: 0, padding: 0, listStyle: 'none' }}>
      {there.map((kind) => {
        const name = report.outputs[kind]!
        return (
          <li key={kind}>
            <Group gap="sm">
              <Text fw={600} miw={130}>
                {texts.outputs[kind]}
              </Text>
              {may('learning', 'operator') ? (
                <DownloadLink href={apiUrl('/api/learning/files/content', { shelf: shelves[kind], name })}>
                  <span style={{ overflowWrap: 'anywhere' }}>{name}</span>
                </DownloadLink>
              ) : (
                <Text style={{ overflowWrap: 'anywhere' }}>{name}</Text>
              )}
              {kind === 'retry' && may('learning', 'operator') && (
                <AnchorLink to={apiUrl(paths.syncTool(report.tool), { shelf: 'retries', file: name })}>
                  {texts.replay}
                </AnchorLink>
              )}
            </Group>
          </li>
        )
      })}
    </ul>
  )
}
