import { Text } from '@mantine/core'
import { useNavigate } from 'react-router'
import type { StoredFile } from '../../../../../src/api/schemas/learning.ts'
import { apiUrl } from '../../../lib/api-client.ts'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/roles.ts'
import { useTexts } from '../../../lib/texts.ts'
import { DownloadLink } from '../../../ui/download-link.tsx'
import { FileChoice } from '../../../ui/file-choice/file-choice.tsx'
import { Section } from '../../../ui/section.tsx'
import type { SyncReport } from '../calls/report-query.ts'
import { syncTexts } from '../texts.ts'
import classes from './correct-and-resend.module.css'

/** « Corriger et redéposer »: take the rejected lines away, mend them, send them back to the same tool. */
export function CorrectAndResend({ report }: { readonly report: SyncReport }) {
  const texts = useTexts(syncTexts)
  const may = useMay()
  const navigate = useNavigate()
  const { retry } = report.outputs
  if (retry === null || !may('learning', 'operator')) return null
  return (
    <Section title={texts.correct.title} description={texts.correct.more}>
      <ol className={classes.steps}>
        <li>
          {texts.correct.download}{' '}
          <DownloadLink href={apiUrl('/api/learning/files/content', { shelf: 'retries', name: retry })}>
            <span style={{ overflowWrap: 'anywhere' }}>{retry}</span>
          </DownloadLink>
        </li>
        <li>{texts.correct.mend}</li>
        <li>{texts.correct.send}</li>
      </ol>
      <FileChoice<StoredFile>
        path={apiUrl('/api/learning/files', { onExisting: 'archive' })}
        question={texts.correct.choose}
        accept=".csv,.txt,.zip,text/csv,text/plain,application/zip"
        onReceived={({ name }) =>
          void navigate(apiUrl(paths.syncTool(report.tool), { shelf: 'commands', file: name }))
        }
      />
      <Text size="sm" c="dimmed">
        {texts.correct.orDrop}
      </Text>
    </Section>
  )
}
