import { Alert, Button, Code, Group, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { useSendTestMail } from './send-tests.ts'
import { settingsTexts } from './texts.ts'

export function TestMailSection() {
  const texts = useTexts(settingsTexts)
  const { account } = useSession()
  const [to, setTo] = useState(account.email ?? '')
  const send = useSendTestMail()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (to.trim()) send.mutate(to.trim())
  }
  return (
    <Section title={texts.testMail} description={texts.testMailHint}>
      <form onSubmit={submit} noValidate>
        <Group align="flex-end">
          <TextInput
            label={texts.testMailTo}
            type="email"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            error={fieldError(send.error, 'to')}
            w={{ base: '100%', xs: 320 }}
          />
          <Button type="submit" variant="default" loading={send.isPending} disabled={!to.trim()}>
            {texts.testMailSend}
          </Button>
        </Group>
      </form>
      <div role="status">
        {send.data?.sent && <Alert color="green">{texts.testMailSent(send.variables)}</Alert>}
        {send.data && !send.data.sent && (
          <Alert color="red" title={texts.testMailFailed}>
            <Code block>{send.data.error}</Code>
          </Alert>
        )}
      </div>
      <ProblemAlert error={send.error} fields={['to']} />
    </Section>
  )
}
