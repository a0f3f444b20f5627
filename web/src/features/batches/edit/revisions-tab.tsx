import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { Batch, Revision } from '../../../../../src/api/schemas/batches.ts'
import { type Dates, useDates } from '../../../lib/dates.ts'
import { type ServerText, useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { LoadingRows } from '../../../ui/loading-rows.tsx'
import { DateTime } from '../../../ui/moments.tsx'
import { schemaFormTexts } from '../../../ui/schema-form/texts.ts'
import { useRestoreRevision } from '../calls/restore-revision.ts'
import { useRevisions } from '../calls/revisions-query.ts'
import { Differences } from './differences.tsx'
import classes from './edit.module.css'
import { catchUpWords, type PlanDifference, parameterDifferences } from './plan-differences.ts'
import { type EditTexts, editTexts } from './texts.ts'

interface Props {
  readonly batch: Batch
  readonly mayRestore: boolean
  /** What is typed and unsaved would be lost by a version that is put back. */
  readonly unsaved: boolean
}

/** Who changed the plan, when, what, and the way back. */
export function RevisionsTab({ batch, mayRestore, unsaved }: Props) {
  const texts = useTexts(editTexts)
  const query = useRevisions(batch.code)
  const [asked, setAsked] = useState<Revision | null>(null)
  if (query.isPending) return <LoadingRows rows={4} height={84} />
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const revisions = query.data.pages.flatMap((page) => page.items)
  if (revisions.length === 0) return <EmptyState title={texts.noRevision} />
  return (
    <>
      <ol className={classes.revisions}>
        {revisions.map((revision) => (
          <li key={revision.version}>
            <RevisionEntry
              revision={revision}
              current={revision.version === batch.version}
              onRestore={mayRestore && !unsaved ? () => setAsked(revision) : undefined}
            />
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {texts.older}
        </Button>
      )}
      <RestoreDialog batch={batch} revision={asked} onClose={() => setAsked(null)} />
    </>
  )
}

interface EntryProps {
  readonly revision: Revision
  readonly current: boolean
  readonly onRestore: (() => void) | undefined
}

function RevisionEntry({ revision, current, onRestore }: EntryProps) {
  const texts = useTexts(editTexts)
  const valueTexts = useTexts(schemaFormTexts)
  const textOf = useTextOf()
  const dates = useDates()
  const version = String(revision.version)
  const differences = revisionDifferences(revision, texts, valueTexts, dates, textOf)
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text fw={600} size="sm">
            {texts.revision(version)}
          </Text>
          {current && (
            <Badge variant="light" size="sm" tt="none">
              {texts.current}
            </Badge>
          )}
          <Text size="sm" c="dimmed" component="span">
            <DateTime at={revision.at} /> {texts.revisionBy(revision.author)}
          </Text>
        </Group>
        {!current && onRestore && (
          <Button
            variant="default"
            size="compact-xs"
            onClick={onRestore}
            aria-label={texts.restoreOf(version)}
          >
            {texts.restore}
          </Button>
        )}
      </Group>
      {differences.length > 0 ? (
        <Differences differences={differences} />
      ) : (
        <Text size="sm" c="dimmed">
          {texts.noDifference}
        </Text>
      )}
    </Stack>
  )
}

function revisionDifferences(
  { before, after, beforeWording, afterWording, changed }: Revision,
  texts: EditTexts,
  valueTexts: Parameters<typeof parameterDifferences>[3],
  dates: Dates,
  textOf: (text: ServerText) => string,
): PlanDifference[] {
  const yesNo = (value: boolean) => (value ? texts.yes : texts.no)
  const differences: PlanDifference[] = []
  if (changed.includes('enabled')) {
    differences.push({ what: texts.enabled, before: yesNo(before.enabled), after: yesNo(after.enabled) })
  }
  if (changed.includes('schedule')) {
    differences.push({ what: texts.schedule, before: textOf(beforeWording), after: textOf(afterWording) })
  }
  if (changed.includes('catchUp')) {
    differences.push({
      what: texts.catchUp,
      before: catchUpWords(before.catchUp, texts, dates),
      after: catchUpWords(after.catchUp, texts, dates),
    })
  }
  if (changed.includes('parameters')) {
    differences.push(...parameterDifferences(before.parameters, after.parameters, texts, valueTexts, dates))
  }
  return differences
}

interface RestoreProps {
  readonly batch: Batch
  readonly revision: Revision | null
  readonly onClose: () => void
}

function RestoreDialog({ batch, revision, onClose }: RestoreProps) {
  const texts = useTexts(editTexts)
  const textOf = useTextOf()
  const restore = useRestoreRevision(batch.code)
  const version = String(revision?.version ?? 0)
  const close = () => {
    restore.reset()
    onClose()
  }
  return (
    <ConfirmDialog
      opened={revision !== null}
      title={texts.restoreTitle(version)}
      onClose={close}
      loading={restore.isPending}
      error={restore.error}
      onConfirm={() => {
        if (!revision || restore.isPending) return
        restore.mutate(
          { restored: revision.version, current: batch.version },
          {
            onSuccess: () => {
              notifications.show({ message: texts.restored(version) })
              close()
            },
          },
        )
      }}
    >
      {revision && texts.restoreQuestion(textOf(revision.afterWording))}
    </ConfirmDialog>
  )
}
