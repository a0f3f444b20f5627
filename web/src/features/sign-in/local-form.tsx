import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { useSignIn } from './sign-in.ts'
import { signInTexts } from './texts.ts'

/** Login and password. After a refusal the cursor is in the password, whose content is selected. */
export function LocalForm() {
  const texts = useTexts(signInTexts)
  const signIn = useSignIn()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const loginInput = useRef<HTMLInputElement>(null)
  const passwordInput = useRef<HTMLInputElement>(null)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (!login.trim()) return loginInput.current?.focus()
    if (!password) return passwordInput.current?.focus()
    signIn.mutate({ login: login.trim(), password }, { onError: () => passwordInput.current?.select() })
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ProblemAlert error={signIn.error} />
        <TextInput
          ref={loginInput}
          label={texts.login}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          error={submitted && !login.trim() && texts.required}
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
          {texts.submit}
        </Button>
      </Stack>
    </form>
  )
}
