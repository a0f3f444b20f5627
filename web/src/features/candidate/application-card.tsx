import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { datesIn } from '../../lib/dates.ts'
import { useLocale } from '../../lib/locale.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnswerDialog } from './answer-dialog.tsx'
import type { CandidateApplication, CandidateDossier } from './candidate-calls.ts'
import { candidateTexts } from './texts.ts'

interface Props {
  readonly dossier: CandidateDossier
  readonly application: CandidateApplication
}

const colors = { FA: 'green', LC: 'yellow', LA: 'yellow', PR: 'blue', DE: 'gray' } as const

export function ApplicationCard({ dossier, application }: Props) {
  const texts = useTexts(candidateTexts)
  const locale = useLocale()
  const dates = datesIn(locale, dossier.timeZone)
  const [answering, setAnswering] = useState<'confirm' | 'withdraw' | null>(null)
  const { decision, cancelled, mayConfirm, mayWithdraw } = application
  const headingId = `application-${application.id}`
  return (
    <Paper component="article" p="lg" aria-labelledby={headingId} opacity={cancelled ? 0.7 : 1}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Title order={3} id={headingId} flex="1 1 14rem">
            {application.formation}
          </Title>
          <Badge variant="light" color={cancelled ? 'gray' : 'blue'}>
            {cancelled ? texts.cancelled : texts.statuses[application.status]}
          </Badge>
        </Group>
        {decision === null ? (
          <Text c="dimmed">{texts.noDecision}</Text>
        ) : (
          <Group gap="xs">
            <Badge color={colors[decision.kind]} variant="filled" autoContrast tt="none" size="lg">
              {decision.label}
            </Badge>
            <Text size="sm" c="dimmed">
              {dates.date(decision.validatedAt)}
              {decision.rank !== null && ` · ${texts.rank(decision.rank)}`}
            </Text>
          </Group>
        )}
        <Standing dossier={dossier} application={application} />
        {(mayConfirm || mayWithdraw) && (
          <Group gap="sm">
            {mayConfirm && <Button onClick={() => setAnswering('confirm')}>{texts.confirm}</Button>}
            {mayWithdraw && (
              <Button variant="default" onClick={() => setAnswering('withdraw')}>
                {texts.withdraw}
              </Button>
            )}
          </Group>
        )}
      </Stack>
      <AnswerDialog
        dossier={dossier}
        application={application}
        answering={answering}
        onClose={() => setAnswering(null)}
      />
    </Paper>
  )
}

/** What was answered, or until when to answer. */
function Standing({ dossier, application }: Props) {
  const texts = useTexts(candidateTexts)
  const dates = datesIn(useLocale(), dossier.timeZone)
  const { accepted, answeredAt, deadline, mayConfirm, decision, cancelled } = application
  if (accepted !== null && answeredAt !== null) {
    const day = dates.date(answeredAt)
    return <Text fw={600}>{accepted ? texts.accepted(day) : texts.withdrawn(day)}</Text>
  }
  if (mayConfirm)
    return <Text fw={600}>{deadline ? texts.answerBy(dates.civil(deadline)) : texts.answerFreely}</Text>
  if (decision?.kind === 'FA' && deadline !== null && !cancelled)
    return <Text c="dimmed">{texts.deadlinePassed(dates.civil(deadline))}</Text>
  return null
}
