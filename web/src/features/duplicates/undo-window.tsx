import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { rescueFocus } from '../../ui/focus-rescue.ts'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import { type MergeEntry, useMergeDetail, useUndoMerge } from './calls/merges-query.ts'
import classes from './duplicates.module.css'
import { duplicateTexts } from './texts.ts'

interface Props {
  readonly entry: MergeEntry | null
  readonly onClose: () => void
}

/** What undoing a merge will do, what stands in its way, and until when it is possible. */
export function UndoWindow({ entry, onClose }: Props) {
  const texts = useTexts(duplicateTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Modal
      opened={entry !== null}
      onClose={onClose}
      title={texts.undoTitle}
      closeButtonProps={{ 'aria-label': close }}
      onExitTransitionEnd={() => rescueFocus()}
      centered
    >
      {entry && <Undoing entry={entry} onClose={onClose} />}
    </Modal>
  )
}

function Undoing({ entry, onClose }: { readonly entry: MergeEntry; readonly onClose: () => void }) {
  const texts = useTexts(duplicateTexts)
  const textOf = useTextOf()
  const dates = useDates()
  const detail = useMergeDetail(entry.id)
  const undo = useUndoMerge()
  const confirm = () =>
    undo.mutate(entry.id, {
      onSuccess: () => {
        tell(texts.done.undo)
        onClose()
      },
    })
  if (detail.error) return <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
  if (!detail.data) return <LoadingRows rows={3} height={24} />
  const { obstacles, moved } = detail.data
  return (
    <Stack gap="md">
      <Text>{texts.undoWhat(String(entry.keptId), String(entry.absorbedId))}</Text>
      {moved.length > 0 && (
        <div>
          <Text>{texts.undoGivesBack}</Text>
          <ul className={classes.list}>
            {moved.map(({ thing, rows }) => (
              <li key={thing}>{texts.things[thing](rows)}</li>
            ))}
          </ul>
        </div>
      )}
      <Text size="sm" c="dimmed">
        {texts.undoStays} {texts.undoUntil(dates.dateMinute(entry.undoableUntil))}
      </Text>
      {obstacles.length > 0 && (
        <Alert color="red" title={texts.cannotUndo} role="alert">
          <ul className={classes.list}>
            {obstacles.map((obstacle) => (
              <li key={obstacle.fr}>{textOf(obstacle)}</li>
            ))}
          </ul>
        </Alert>
      )}
      <ProblemAlert error={undo.error} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {texts.cancel}
        </Button>
        {obstacles.length === 0 && (
          <Button onClick={confirm} loading={undo.isPending}>
            {texts.undo}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
