import { Code } from '@mantine/core'
import type { SystemState } from '../../../../src/api/schemas/system.ts'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { Section } from '../../ui/section.tsx'
import { systemTexts } from './texts.ts'

export function MailSection({ mail }: { mail: SystemState['mail'] }) {
  const texts = useTexts(systemTexts)
  const dates = useDates()
  return (
    <Section title={texts.mail}>
      <KeyValueList
        items={[
          { label: texts.mailConfigured, value: mail.configured ? texts.configured : texts.notConfigured },
          { label: texts.mailPending, value: dates.number(mail.pending) },
          { label: texts.mailFailed, value: dates.number(mail.failed) },
          ...(mail.doubtful > 0 ? [{ label: texts.mailDoubtful, value: dates.number(mail.doubtful) }] : []),
          ...(mail.lastError ? [{ label: texts.lastError, value: <Code block>{mail.lastError}</Code> }] : []),
        ]}
      />
    </Section>
  )
}
