import { Alert, Button, Code } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { useSendTestWebhook } from './send-tests.ts'
import { settingsTexts } from './texts.ts'

export function TestWebhookSection() {
  const texts = useTexts(settingsTexts)
  const send = useSendTestWebhook()
  return (
    <Section
      title={texts.testWebhook}
      description={texts.testWebhookHint}
      actions={
        <Button variant="default" loading={send.isPending} onClick={() => send.mutate()}>
          {texts.testMailSend}
        </Button>
      }
    >
      <div role="status">
        {send.data?.ok && <Alert color="green">{texts.testWebhookSent(send.data.status ?? 200)}</Alert>}
        {send.data && !send.data.ok && (
          <Alert color="red" title={texts.testWebhookFailed}>
            <Code block>{[send.data.status, send.data.error].filter(Boolean).join(' ')}</Code>
          </Alert>
        )}
      </div>
      <ProblemAlert error={send.error} />
    </Section>
  )
}
