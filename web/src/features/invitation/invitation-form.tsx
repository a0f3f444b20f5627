import { Button, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Invitation } from '../../../../src/api/schemas/session.ts'
import { fieldError } from '../../lib/api-problem.ts'
import { useLocale } from '../../lib/locale.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { keepsRules, NewPasswordInput } from '../../ui/new-password-input.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { useAcceptInvitation } from './accept-invitation.ts'
import { invitationTexts } from './texts.ts'

const fields = ['login', 'name', 'email', 'password'] as const

interface Props {
  readonly token: string
  readonly invitation: Invitation
}

export function InvitationForm({ token, invitation }: Props) {
  const texts = useTexts(invitationTexts)
  const locale = useLocale()
  const navigate = useNavigate()
  const accept = useAcceptInvitation(token)
  const form = useRef<HTMLFormElement>(null)
  const [login, setLogin] = useState(invitation.login ?? '')
  const [name, setName] = useState(invitation.name ?? '')
  const [email, setEmail] = useState(invitation.email ?? '')
  const [password, setPassword] = useState('')
  const [submitted, setSubmitted] = useState(false)

  const newPasswordOnly = invitation.purpose === 'new-password'
  const minimumLength = invitation.passwordRules.minimumLength
  const errors = {
    login: !login.trim() ? texts.required : undefined,
    name: !newPasswordOnly && !name.trim() ? texts.required : undefined,
    password: keepsRules(password, minimumLength, login) ? undefined : texts.rules,
  }
  const shown = (field: keyof typeof errors) =>
    (submitted ? errors[field] : undefined) ?? fieldError(accept.error, field)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    const wrong = fields.find((field) => field !== 'email' && errors[field])
    if (wrong) {
      form.current?.querySelector<HTMLInputElement>(`[name="${wrong}"]`)?.focus()
      return
    }
    accept.mutate(
      {
        ...(invitation.login === null ? { login: login.trim() } : {}),
        ...(newPasswordOnly ? {} : { name: name.trim(), email: email.trim() || null, locale }),
        password,
      },
      {
        onSuccess: () =>
          void navigate(invitation.purpose === 'first-administrator' ? paths.firstSteps() : paths.night(), {
            replace: true,
          }),
      },
    )
  }

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label={texts.login}
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          readOnly={invitation.login !== null}
          variant={invitation.login === null ? 'default' : 'filled'}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          error={shown('login')}
        />
        {!newPasswordOnly && (
          <>
            <TextInput
              label={texts.name}
              name="name"
              placeholder={texts.namePlaceholder}
              autoComplete="name"
              required
              withAsterisk={false}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={shown('name')}
            />
            <TextInput
              label={texts.email}
              description={texts.emailHint}
              name="email"
              type="email"
              autoComplete="email"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={fieldError(accept.error, 'email')}
            />
          </>
        )}
        <NewPasswordInput
          label={texts.password}
          name="password"
          required
          withAsterisk={false}
          value={password}
          onChange={setPassword}
          minimumLength={minimumLength}
          login={login}
          error={shown('password')}
        />
        <ProblemAlert error={accept.error} fields={fields} />
        <Button type="submit" loading={accept.isPending} fullWidth>
          {texts.submit}
        </Button>
        <Text size="sm" c="dimmed">
          {texts.validUntil}
        </Text>
      </Stack>
    </form>
  )
}
