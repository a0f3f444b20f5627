import { Button, Group, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useDates } from '../../lib/dates.ts'
import { studentName } from '../../lib/student-name.ts'
import { useTexts } from '../../lib/texts.ts'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { CivilDay } from '../../ui/moments.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { useEditFollowUp, useForgetReturnedMail, useReopenFollowUp } from './calls/change-follow-up.ts'
import type { FollowUpDetail } from './calls/follow-ups-query.ts'
import { CloseDialog } from './close-dialog.tsx'
import { FollowUpBadge } from './follow-up-badge.tsx'
import { FollowUpFields } from './follow-up-fields.tsx'
import { ReturnedMailDialog } from './returned-mail-dialog.tsx'
import { followUpTexts } from './texts.ts'

interface Props {
  readonly followUp: FollowUpDetail
  readonly onClose: () => void
}

/** All of one follow-up, and what may be done with it. */
export function EditFollowUp({ followUp, onClose }: Props) {
  const texts = useTexts(followUpTexts)
  const dates = useDates()
  const edit = useEditFollowUp()
  const closed = followUp.state === 'closed'
  const [asked, setAsked] = useState<'close' | 'returned' | null>(null)
  const [values, setValues] = useState({
    motive: followUp.motive.code,
    dueOn: followUp.dueOn,
    letterText: followUp.letterText,
    comment: followUp.comment,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { id, version } = followUp
    edit.mutate(
      { id, version, ...values },
      {
        onSuccess: () => {
          tell(texts.saved)
          onClose()
        },
      },
    )
  }
  const done = (message: string) => {
    tell(message)
    onClose()
  }
  const form = (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Group justify="space-between">
          <Text fw={600}>{studentName(followUp.student)}</Text>
          <FollowUpBadge state={followUp.state} />
        </Group>
        <KeyValueList
          items={[
            { label: texts.letterOn, value: <CivilDay date={followUp.letterOn} /> },
            { label: texts.reminderOn, value: <CivilDay date={followUp.reminderOn} /> },
            ...(followUp.reference === null ? [] : [{ label: texts.reference, value: followUp.reference }]),
            ...(followUp.closedReason === null
              ? []
              : [{ label: texts.closedBecause, value: followUp.closedReason }]),
          ]}
        />
        <FollowUpFields values={values} onChange={setValues} disabled={closed} error={edit.error} />
        <Text size="xs" c="dimmed">
          {texts.createdBy(followUp.createdBy, dates.date(followUp.createdAt))}
          {followUp.closedOn !== null &&
            ` · ${texts.closedBy(followUp.closedBy ?? '', dates.civil(followUp.closedOn))}`}
        </Text>
        <ProblemAlert error={edit.error} fields={['motive', 'dueOn', 'letterText', 'comment']} />
        <Acts followUp={followUp} saving={edit.isPending} onAsk={setAsked} onDone={done} />
      </Stack>
    </form>
  )
  // Beside the form, not in it: what is sent in a dialog would reach the form as well.
  return (
    <>
      {form}
      <CloseDialog
        opened={asked === 'close'}
        followUp={followUp}
        onDone={() => done(texts.closed)}
        onClose={() => setAsked(null)}
      />
      <ReturnedMailDialog
        opened={asked === 'returned'}
        studentId={followUp.student.id}
        onDone={() => done(texts.noted)}
        onClose={() => setAsked(null)}
      />
    </>
  )
}

interface ActsProps {
  readonly followUp: FollowUpDetail
  readonly saving: boolean
  readonly onAsk: (asked: 'close' | 'returned') => void
  readonly onDone: (message: string) => void
}

function Acts({ followUp, saving, onAsk, onDone }: ActsProps) {
  const texts = useTexts(followUpTexts)
  const reopen = useReopenFollowUp()
  const forget = useForgetReturnedMail()
  const { id, version, student } = followUp
  return (
    <>
      <ProblemAlert error={reopen.error ?? forget.error} />
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          {student.returnedMail ? (
            <Button
              variant="default"
              loading={forget.isPending}
              onClick={() => forget.mutate(student.id, { onSuccess: () => onDone(texts.forgotten) })}
            >
              {texts.forgetReturned}
            </Button>
          ) : (
            <Button variant="default" onClick={() => onAsk('returned')}>
              {texts.noteReturned}
            </Button>
          )}
          {followUp.state === 'closed' ? (
            <Button
              variant="default"
              loading={reopen.isPending}
              onClick={() => reopen.mutate({ id, version }, { onSuccess: () => onDone(texts.reopened) })}
            >
              {texts.reopen}
            </Button>
          ) : (
            <Button variant="default" onClick={() => onAsk('close')}>
              {texts.close}
            </Button>
          )}
        </Group>
        {followUp.state !== 'closed' && (
          <Button type="submit" loading={saving}>
            {texts.save}
          </Button>
        )}
      </Group>
    </>
  )
}
