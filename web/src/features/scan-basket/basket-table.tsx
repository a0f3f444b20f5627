import { Badge, Button, Group, Table, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { useHasRight, useMay } from '../../lib/roles.ts'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { DownloadLink } from '../../ui/download-link.tsx'
import { FileSize, RelativeTime } from '../../ui/moments.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { tell } from '../../ui/tell.ts'
import { AttachDialog } from './attach-dialog.tsx'
import type { ScanFile } from './calls/basket-query.ts'
import { contentPath, useRelease, useReserve, useThrowAway } from './calls/change-scan.ts'
import { scanBasketTexts } from './texts.ts'

/** What lies in one's basket, and what can be done with it. */
export function BasketTable({
  files,
  busy,
}: {
  readonly files: readonly ScanFile[]
  readonly busy: boolean
}) {
  const texts = useTexts(scanBasketTexts)
  const { account } = useSession()
  const operator = useMay()('health', 'operator')
  const mayAttach = useHasRight('medical') || operator
  const [attaching, setAttaching] = useState<ScanFile | null>(null)
  const [thrown, setThrown] = useState<ScanFile | null>(null)
  const reserve = useReserve()
  const release = useRelease()
  const throwAway = useThrowAway()
  return (
    <>
      <ProblemAlert error={reserve.error} />
      <TableFrame minWidth={720} busy={busy}>
        <Table aria-label={texts.own}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.document}</Table.Th>
              <Table.Th>{texts.kind}</Table.Th>
              <Table.Th>{texts.size}</Table.Th>
              <Table.Th>{texts.dropped}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{texts.acts}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {files.map((file) => {
              const taken = file.lockedBy !== null && file.lockedBy !== account.login
              return (
                <Table.Tr key={file.id}>
                  <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
                    <DownloadLink href={contentPath(file.id)}>{file.name}</DownloadLink>
                  </Table.Th>
                  <Table.Td>{texts.kinds[file.mediaType]}</Table.Td>
                  <Table.Td>
                    <FileSize bytes={file.bytes} />
                  </Table.Td>
                  <Table.Td>
                    <RelativeTime at={file.droppedAt} />
                  </Table.Td>
                  <Table.Td>
                    <Group gap="xs" justify="flex-end" wrap="nowrap">
                      {taken ? (
                        <Badge variant="light" color="orange" tt="none">
                          {texts.reservedBy(file.lockedBy!)}
                        </Badge>
                      ) : (
                        <>
                          {mayAttach && (
                            <Button
                              size="xs"
                              aria-label={texts.attachThis(file.name)}
                              loading={reserve.isPending && reserve.variables === file.id}
                              onClick={() =>
                                reserve.mutate(file.id, { onSuccess: (reserved) => setAttaching(reserved) })
                              }
                            >
                              {texts.attach}
                            </Button>
                          )}
                          <Button
                            size="xs"
                            variant="default"
                            aria-label={texts.throwAwayThis(file.name)}
                            onClick={() => setThrown(file)}
                          >
                            {texts.throwAway}
                          </Button>
                        </>
                      )}
                    </Group>
                  </Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </TableFrame>
      <AttachDialog
        file={attaching}
        onCancel={() => {
          if (attaching) release.mutate(attaching.id)
          setAttaching(null)
        }}
        onAttached={() => setAttaching(null)}
      />
      <ConfirmDialog
        opened={thrown !== null}
        title={texts.throwAway}
        confirmLabel={texts.throwAway}
        danger
        loading={throwAway.isPending}
        error={throwAway.error}
        onClose={() => setThrown(null)}
        onConfirm={() =>
          thrown &&
          throwAway.mutate(thrown.id, {
            onSuccess: () => {
              setThrown(null)
              tell(texts.thrownAway)
            },
          })
        }
      >
        {thrown && texts.throwAwayQuestion(thrown.name)}
      </ConfirmDialog>
    </>
  )
}
