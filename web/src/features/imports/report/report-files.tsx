import { SimpleGrid, Text } from '@mantine/core'
import {
  IconBraces,
  IconFile,
  IconFileAlert,
  IconFileText,
  IconFileTypeCsv,
  IconLock,
} from '@tabler/icons-react'
import { useTexts } from '../../../lib/texts.ts'
import { DownloadLink } from '../../../ui/download-link.tsx'
import { FileSize } from '../../../ui/moments.tsx'
import { Section } from '../../../ui/section.tsx'
import type { ImportReport } from '../calls/report-query.ts'
import { importTexts } from '../texts.ts'
import classes from './report-files.module.css'

type File = ImportReport['files'][number]

/** The names are those of health.md 3.9, which users know. */
const kinds = [
  ['log', /^log_/i, IconFileText],
  ['errors', /^erreuLogs_/i, IconFileAlert],
  ['retry', /^erreurFile_/i, IconFileTypeCsv],
  ['report', /\.json$/i, IconBraces],
] as const

/** Log, errors, retry file and JSON report, side by side. */
export function ReportFiles({ runId, files }: { readonly runId: number; readonly files: readonly File[] }) {
  const texts = useTexts(importTexts)
  return (
    <Section title={texts.files}>
      {files.length === 0 ? (
        <Text c="dimmed">{texts.filesEmpty}</Text>
      ) : (
        <SimpleGrid component="ul" cols={{ base: 1, sm: 2, lg: 4 }} className={classes.files ?? ''}>
          {[...files]
            .sort((a, b) => rank(a) - rank(b))
            .map((file) => (
              <FileCard key={file.id} runId={runId} file={file} />
            ))}
        </SimpleGrid>
      )}
    </Section>
  )
}

function FileCard({ runId, file }: { readonly runId: number; readonly file: File }) {
  const texts = useTexts(importTexts)
  const [kind, , Icon] = kinds.find(([, pattern]) => pattern.test(file.name)) ?? ['other', /./, IconFile]
  return (
    <li className={classes.file}>
      <Icon size={28} stroke={1.5} className={classes.icon} aria-hidden="true" />
      <div className={classes.words}>
        <Text fw={600}>{texts.fileKinds[kind]}</Text>
        {texts.fileHints[kind] && (
          <Text size="sm" c="dimmed">
            {texts.fileHints[kind]}
          </Text>
        )}
        <Text size="sm" component="div" className={classes.name ?? ''}>
          {file.gone || !file.allowed ? (
            <>
              {file.name} (<FileSize bytes={file.sizeBytes} />)
              <span className={classes.lacking}>
                {!file.gone && <IconLock size={14} aria-hidden="true" />}
                {file.gone ? texts.fileGone : texts.fileForbidden}
              </span>
            </>
          ) : (
            <DownloadLink href={`/api/runs/${runId}/files/${file.id}`} bytes={file.sizeBytes}>
              {file.name}
            </DownloadLink>
          )}
        </Text>
      </div>
    </li>
  )
}

function rank({ name }: File): number {
  const index = kinds.findIndex(([, pattern]) => pattern.test(name))
  return index === -1 ? kinds.length : index
}
