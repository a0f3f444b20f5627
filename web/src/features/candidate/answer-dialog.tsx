import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { isProblem } from '../../lib/api-problem.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import {
  type CandidateApplication,
  type CandidateDossier,
  statusQuery,
  useAnswer,
} from './candidate-calls.ts'
import { candidateTexts } from './texts.ts'

interface Props {
  readonly dossier: CandidateDossier
  readonly application: CandidateApplication
  /** Null: closed. */
  readonly answering: 'confirm' | 'withdraw' | null
  readonly onClose: () => void
}

/** A question before an answer. A refusal, and a maintenance that begins meanwhile, leave it open with all that was chosen. */
export function AnswerDialog({ dossier, application, answering, onClose }: Props) {
  const texts = useTexts(candidateTexts)
  return (
    <Modal
      opened={answering !== null}
      onClose={onClose}
      title={answering === 'withdraw' ? texts.withdrawTitle : texts.confirmTitle}
      closeButtonProps={{ 'aria-label': texts.back }}
      centered
    >
      {answering !== null && (
        <Question dossier={dossier} application={application} answering={answering} onClose={onClose} />
      )}
    </Modal>
  )
}

function Question({ dossier, application, answering, onClose }: Props) {
  const texts = useTexts(candidateTexts)
  const answer = useAnswer(dossier, application)
  const { data: status } = useQuery(statusQuery)
  const [understood, setUnderstood] = useState(false)
  const withdrawing = answering === 'withdraw'
  const allowed = !withdrawing || understood
  const interrupted = isProblem(answer.error, 'MAINTENANCE')

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!allowed) return
    answer.mutate(!withdrawing, {
      onSuccess: () => {
        tell(withdrawing ? texts.withdrawDone : texts.confirmDone)
        onClose()
      },
    })
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text>
          {withdrawing
            ? texts.withdrawQuestion(application.formation)
            : texts.confirmQuestion(application.formation)}
        </Text>
        {withdrawing ? (
          <Checkbox
            label={texts.withdrawUnderstood}
            checked={understood}
            onChange={(event) => setUnderstood(event.currentTarget.checked)}
            data-autofocus
          />
        ) : (
          <Text size="sm" c="dimmed">
            {texts.confirmNote}
          </Text>
        )}
        {interrupted ? (
          <Alert
            color={status?.open ? 'blue' : 'orange'}
            role="alert"
            title={status?.open ? undefined : texts.notSavedTitle}
          >
            {status?.open ? texts.reopened : texts.notSaved}
          </Alert>
        ) : (
          <ProblemAlert error={answer.error} />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" type="button" onClick={onClose}>
            {texts.back}
          </Button>
          <Button
            type="submit"
            {...(withdrawing && { color: 'red' })}
            disabled={!allowed}
            loading={answer.isPending}
          >
            {texts.send}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
