import { Alert, Button, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { CandidateValidation } from '../../../../src/api/schemas/admissions-candidates.ts'
import { fieldError, isProblem } from '../../lib/api-problem.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { keepsRules, NewPasswordInput } from '../../ui/new-password-input.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { useAcceptValidation, validationQuery } from './candidate-calls.ts'
import classes from './candidate-frame.module.css'
import { ClosedCard } from './closed-card.tsx'
import { candidateTexts } from './texts.ts'

/** `/candidate/validate/:key`: validates the account and chooses its password. */
export function ValidationPage() {
  const { key = '' } = useParams()
  const { data: validation, error, refetch } = useQuery(validationQuery(key))
  if (validation) {
    return (
      <Paper p="xl" className={classes.narrow ?? ''}>
        <ValidationForm token={key} validation={validation} />
      </Paper>
    )
  }
  if (isProblem(error, 'MAINTENANCE')) return <ClosedCard message={error.detail ?? null} />
  if (isProblem(error) && error.status === 404) return <Expired />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return <Skeleton height={320} className={classes.narrow ?? ''} />
}

interface Props {
  readonly token: string
  readonly validation: CandidateValidation
}

function ValidationForm({ token, validation }: Props) {
  const texts = useTexts(candidateTexts)
  const navigate = useNavigate()
  const accept = useAcceptValidation(token)
  const [password, setPassword] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const { dossierNo, firstName, validated, passwordRules } = validation
  const title = validated ? texts.passwordTitle : texts.validateTitle
  usePageTitle(title)
  const kept = keepsRules(password, passwordRules.minimumLength, dossierNo)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (kept)
      accept.mutate(password, { onSuccess: () => void navigate(paths.candidate(), { replace: true }) })
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <div>
          <Title order={1}>{title}</Title>
          <Text c="dimmed">{texts.validateLead(firstName, dossierNo)}</Text>
        </div>
        <input type="text" name="username" autoComplete="username" value={dossierNo} readOnly hidden />
        <NewPasswordInput
          label={texts.newPassword}
          name="password"
          required
          withAsterisk={false}
          value={password}
          onChange={setPassword}
          minimumLength={passwordRules.minimumLength}
          login={dossierNo}
          error={(submitted && !kept && texts.passwordRules) || fieldError(accept.error, 'password')}
        />
        {isProblem(accept.error, 'MAINTENANCE') ? (
          <Alert color="orange" role="alert" title={texts.closedNow}>
            {texts.passwordNotSaved}
          </Alert>
        ) : (
          <ProblemAlert error={accept.error} fields={['password']} />
        )}
        <Button type="submit" loading={accept.isPending} fullWidth>
          {validated ? texts.savePassword : texts.validate}
        </Button>
      </Stack>
    </form>
  )
}

function Expired() {
  const texts = useTexts(candidateTexts)
  usePageTitle(texts.expiredTitle)
  return (
    <Paper p="xl" className={classes.narrow ?? ''}>
      <Stack gap="md" align="flex-start">
        <Title order={1}>{texts.expiredTitle}</Title>
        <Text>{texts.expiredDetail}</Text>
        <Button component={Link} to={paths.candidate()} variant="default">
          {texts.toSignIn}
        </Button>
      </Stack>
    </Paper>
  )
}
