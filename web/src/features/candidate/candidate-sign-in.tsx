import { Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { usePageTitle } from '../../lib/page-title.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { useCandidateSignIn } from './candidate-calls.ts'
import classes from './candidate-frame.module.css'
import { candidateTexts } from './texts.ts'

/** Dossier number and password. After a refusal the cursor is in the password, whose content is selected. */
export function CandidateSignIn() {
  const texts = useTexts(candidateTexts)
  const signIn = useCandidateSignIn()
  const [dossierNo, setDossierNo] = useState('')
  const [password, setPassword] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const numberInput = useRef<HTMLInputElement>(null)
  const passwordInput = useRef<HTMLInputElement>(null)
  usePageTitle(texts.signInTitle)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (!dossierNo.trim()) return numberInput.current?.focus()
    if (!password) return passwordInput.current?.focus()
    signIn.mutate(
      { dossierNo: dossierNo.trim(), password },
      { onError: () => passwordInput.current?.select() },
    )
  }

  return (
    <Paper p="xl" className={classes.narrow ?? ''}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <div>
            <Title order={1}>{texts.signInTitle}</Title>
            <Text c="dimmed">{texts.signInLead}</Text>
          </div>
          <ProblemAlert error={signIn.error} />
          <TextInput
            ref={numberInput}
            label={texts.dossierNo}
            description={texts.dossierNoHint}
            name="username"
            autoComplete="username"
            autoCapitalize="characters"
            spellCheck={false}
            required
            withAsterisk={false}
            value={dossierNo}
            onChange={(event) => setDossierNo(event.currentTarget.value.toUpperCase())}
            error={submitted && !dossierNo.trim() && texts.required}
          />
          <PasswordInput
            ref={passwordInput}
            label={texts.password}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={submitted && !password && texts.required}
          />
          <Button type="submit" loading={signIn.isPending} fullWidth>
            {texts.signIn}
          </Button>
          <Text size="sm" c="dimmed">
            {texts.forgotten}
          </Text>
        </Stack>
      </form>
    </Paper>
  )
}
