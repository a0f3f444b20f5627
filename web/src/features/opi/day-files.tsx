import { Alert, Button, Group, Paper, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core'
import { IconFileOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useDates } from '../../lib/dates.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { DownloadLink } from '../../ui/download-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { tell } from '../../ui/tell.ts'
import { dayFilesPath, type OpiDay, useDeleteOpiDay, useOpiDays } from './calls/day-file-queries.ts'
import { fileTexts } from './file-texts.ts'

/** « Fichiers pour Pégase »: by day, to be downloaded and loaded there, then deleted. */
export function DayFiles() {
  const texts = useTexts(fileTexts)
  const found = useOpiDays()
  const days = found.data?.pages.flatMap((page) => page.items) ?? []
  if (found.error && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <LoadingRows rows={6} />
  if (days.length === 0)
    return (
      <EmptyState title={texts.noFiles} icon={<IconFileOff size={32} />}>
        {texts.noFilesMore}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {texts.filesMore}
      </Text>
      {days.map((day) => (
        <Day key={day.day} day={day} />
      ))}
      <MoreButton of={found}>{texts.more}</MoreButton>
    </Stack>
  )
}

function Day({ day }: { readonly day: OpiDay }) {
  const texts = useTexts(fileTexts)
  const dates = useDates()
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const name = dates.civil(day.day)
  const newest = day.files[0]?.suffix
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={3} size="h5">
            {name}
          </Title>
          <Group gap="xs">
            {may('admissions', 'operator') && (
              <DownloadLink href={`${dayFilesPath}/days/${day.day}/archive`}>
                {texts.archive}
                <VisuallyHidden> {texts.archiveOf(name)}</VisuallyHidden>
              </DownloadLink>
            )}
            {may('admissions', 'administrator') && (
              <Button
                size="xs"
                variant="default"
                aria-label={texts.deleteDayOf(name)}
                onClick={() => setAsking(true)}
              >
                {texts.deleteDay}
              </Button>
            )}
          </Group>
        </Group>
        <TableFrame minWidth={560}>
          <Table aria-label={`${texts.files}, ${name}`}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.file}</Table.Th>
                <Table.Th ta="right">{texts.rows}</Table.Th>
                <Table.Th>{texts.written}</Table.Th>
                <Table.Th>{texts.downloaded}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {day.files.map((file) => (
                <Table.Tr key={file.id}>
                  <Table.Th scope="row" fw={400}>
                    {may('admissions', 'operator') ? (
                      <DownloadLink href={`${dayFilesPath}/${file.id}`}>{file.name}</DownloadLink>
                    ) : (
                      file.name
                    )}
                    <Text span size="xs" c="dimmed">
                      {' '}
                      {dates.size(file.bytes)}
                      {file.suffix !== newest && ` · ${texts.earlier}`}
                    </Text>
                  </Table.Th>
                  <Table.Td ta="right">{dates.number(file.rows)}</Table.Td>
                  <Table.Td>{dates.dateMinute(file.writtenAt)}</Table.Td>
                  <Table.Td>
                    {file.downloadedAt === null ? (
                      <Text size="sm" c="dimmed">
                        {texts.never}
                      </Text>
                    ) : (
                      dates.dateMinute(file.downloadedAt)
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      </Stack>
      <Deletion day={day} name={name} opened={asking} onClose={() => setAsking(false)} />
    </Paper>
  )
}

interface DeletionProps {
  readonly day: OpiDay
  readonly name: string
  readonly opened: boolean
  readonly onClose: () => void
}

function Deletion({ day, name, opened, onClose }: DeletionProps) {
  const texts = useTexts(fileTexts)
  const dates = useDates()
  const remove = useDeleteOpiDay()
  return (
    <ConfirmDialog
      opened={opened}
      title={texts.deleteTitle(name)}
      confirmLabel={texts.deleteDay}
      cancelLabel={texts.keep}
      danger
      loading={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(day.day, {
          onSuccess: ({ kept }) => {
            tell(kept > 0 ? texts.keptSome(dates.number(kept)) : texts.deleted)
            onClose()
          },
        })
      }
    >
      <Stack gap="sm">
        <Text>{texts.deleteQuestion(dates.number(day.files.length))}</Text>
        {day.files.every(({ downloadedAt }) => downloadedAt === null) && (
          <Alert color="orange">{texts.deleteUnread}</Alert>
        )}
      </Stack>
    </ConfirmDialog>
  )
}
