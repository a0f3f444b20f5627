import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconFileOff, IconLock } from '@tabler/icons-react'
import type { RunFile } from '../../../../src/api/schemas/runs.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { DownloadLink } from '../../ui/download-link.tsx'
import { FileSize } from '../../ui/moments.tsx'
import classes from './run.module.css'
import { runTexts } from './texts.ts'

interface Props {
  readonly runId: number
  readonly files: readonly RunFile[]
  /** Where rejected lines go back in; null: not by hand. */
  readonly retryAt: string | null
  /** Files may still come. */
  readonly live: boolean
}

/** What the run left: to take away, or why not. */
export function RunFiles({ runId, files, retryAt, live }: Props) {
  const texts = useTexts(runTexts)
  const retry = files.find((file) => isRetryFile(file) && file.allowed && !file.gone)
  return (
    <Paper component="section" aria-labelledby="files-title">
      <Stack gap="sm">
        <Title order={2} id="files-title">
          {texts.files}
        </Title>
        {files.length === 0 ? (
          <Text c="dimmed">{live ? texts.noFilesYet : texts.noFiles}</Text>
        ) : (
          <ul className={classes.files}>
            {files.map((file) => (
              <li key={file.id}>
                <File runId={runId} file={file} />
              </li>
            ))}
          </ul>
        )}
        {retry && retryAt !== null && (
          <Stack gap={4} align="flex-start">
            <Text fw={600} size="sm">
              {texts.retryOnly}
            </Text>
            <Text size="sm" c="dimmed">
              {texts.retryDetail}
            </Text>
            <DownloadLink href={fileUrl(runId, retry)} bytes={retry.sizeBytes}>
              {retry.name}
            </DownloadLink>
            <AnchorLink to={retryAt} size="sm">
              {texts.newImport}
            </AnchorLink>
          </Stack>
        )}
      </Stack>
    </Paper>
  )
}

function File({ runId, file }: { readonly runId: number; readonly file: RunFile }) {
  const texts = useTexts(runTexts)
  if (file.allowed && !file.gone) {
    return (
      <Group gap="xs">
        <DownloadLink href={fileUrl(runId, file)} bytes={file.sizeBytes}>
          {file.name}
        </DownloadLink>
        {file.personal && (
          <Badge size="sm" variant="light" color="orange" tt="none">
            {texts.filePersonal}
          </Badge>
        )}
      </Group>
    )
  }
  const Icon = file.gone ? IconFileOff : IconLock
  return (
    <Stack gap={0}>
      <Group gap="xs">
        <Icon size={16} aria-hidden="true" />
        <span>{file.name}</span>
        <Text span size="sm" c="dimmed">
          <FileSize bytes={file.sizeBytes} />
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {file.gone ? texts.fileGone : texts.fileRefused}
      </Text>
    </Stack>
  )
}

function fileUrl(runId: number, file: RunFile): string {
  return `/api/runs/${runId}/files/${file.id}`
}

/** Known by its name, which is that of the documents: the rejected lines of an import, or a « tryback ». */
function isRetryFile({ name }: RunFile): boolean {
  return /^erreurFile_|tryback/i.test(name)
}
