import { Group, Text } from '@mantine/core'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../anchor-link.tsx'
import { DownloadLink } from '../download-link.tsx'
import { Section } from '../section.tsx'
import { useLoadOffice } from './load-office.ts'
import type { LoadReport } from './report-query.ts'
import { loadTexts } from './texts.ts'

/** Report, journal and retry file to take away, and what to do with the last. */
export function LoadFiles({ report }: { readonly report: LoadReport }) {
  const texts = useTexts(loadTexts)
  const may = useMay()
  const office = useLoadOffice()
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
                    {file.id === retryFileId && may(office.application, 'operator') && (
                      <AnchorLink to={`${office.list()}?kind=${kind}`}>{texts.sendAgain}</AnchorLink>
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
