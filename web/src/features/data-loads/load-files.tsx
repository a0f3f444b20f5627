import { Group, Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { DownloadLink } from '../../ui/download-link.tsx'
import { Section } from '../../ui/section.tsx'
import type { LoadReport } from './calls/report-query.ts'
import { dataLoadTexts } from './texts.ts'

/** Report, journal and retry file to take away, and what to do with the last. */
export function LoadFiles({ report }: { readonly report: LoadReport }) {
  const texts = useTexts(dataLoadTexts)
  const may = useMay()
  const { files, retryFileId, runId, kind } = report
  return (
    <Section
      title={retryFileId === null ? texts.files : texts.retryTitle}
      {...(retryFileId === null ? {} : { description: texts.retryMore })}
    >
      {files.length === 0 ? (
        <Text c="dimmed">{texts.noFiles}</Text>
      ) : (
        <ul style={{ display: 'grid', gap: '0.5rem', margin: 0, padding: 0, listStyle: 'none' }}>
          {files
            .toSorted((a, b) => Number(b.id === retryFileId) - Number(a.id === retryFileId))
            .map((file) => (
              <li key={file.id}>
                {file.allowed && !file.gone ? (
                  <Group gap="sm">
                    <DownloadLink href={`/api/runs/${runId}/files/${file.id}`} bytes={file.sizeBytes}>
                      <span style={{ overflowWrap: 'anywhere' }}>{file.name}</span>
                    </DownloadLink>
                    {file.id === retryFileId && may('health', 'operator') && (
                      <AnchorLink to={`${paths.dataLoads()}?kind=${kind}`}>{texts.sendAgain}</AnchorLink>
                    )}
                  </Group>
                ) : (
                  <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {file.name} ({texts.notAllowed})
                  </Text>
                )}
              </li>
            ))}
        </ul>
      )}
    </Section>
  )
}
