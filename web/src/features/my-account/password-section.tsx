import { Button, Group, PasswordInput, SimpleGrid, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldError, isProblem } from '../../lib/api-problem.ts'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { keepsRules, NewPasswordInput } from '../../ui/new-password-input.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { useChangePassword } from './change-password.ts'
import { myAccountTexts } from './texts.ts'

/** As the server demands of every password. */
const minimumLength = 12

export function PasswordSection() {
  const texts = useTexts(myAccountTexts)
  const { account } = useSession()
  return (
    <Section title={texts.password} description={account.local ? texts.passwordHint : undefined}>
      {account.local ? <PasswordForm /> : <Text>{texts.passwordElsewhere}</Text>}
    </Section>
  )
}

function PasswordForm() {
  const texts = useTexts(myAccountTexts)
  const { account } = useSession()
  const change = useChangePassword()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const kept = keepsRules(next, minimumLength, account.login)
  // A wrong current password may be told as a refusal of the whole, or of its field.
  const wrongCurrent = isProblem(change.error, 'WRONG_CREDENTIALS')
    ? change.error.title
    : fieldError(change.error, 'current')

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (!current || !kept) return
    change.mutate(
      { current, new: next },
      {
        onSuccess: () => {
          setCurrent('')
          setNext('')
          setSubmitted(false)
          tell(texts.passwordChanged)
        },
      },
    )
  }

  return (
    <form onSubmit={submit} noValidate>
      {/* Tells password managers whose password changes. */}
      <input type="text" name="username" autoComplete="username" value={account.login} readOnly hidden />
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <PasswordInput
            label={texts.currentPassword}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            error={submitted && !current ? texts.required : wrongCurrent}
          />
          <NewPasswordInput
            label={texts.newPassword}
            value={next}
            onChange={setNext}
            minimumLength={minimumLength}
            login={account.login}
            error={submitted && !kept ? texts.rules : fieldError(change.error, 'new')}
          />
        </SimpleGrid>
        {!wrongCurrent && <ProblemAlert error={change.error} fields={['current', 'new']} />}
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={change.isPending}>
            {texts.changePassword}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
