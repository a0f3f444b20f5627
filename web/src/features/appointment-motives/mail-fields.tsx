import { Button, Group, Text, Textarea, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useTexts } from '../../lib/texts.ts'
import type { MotiveList } from './calls/motives-query.ts'
import { motiveTexts } from './texts.ts'

interface Props extends Pick<MotiveList, 'defaults' | 'placeholders'> {
  /** Empty: the default. */
  readonly subject: string
  readonly body: string
  readonly error: unknown
  readonly onChange: (changes: { mailSubject?: string; mailBody?: string }) => void
}

/** Subject and text of the mail, with what the appointment fills in. */
export function MailFields({ subject, body, defaults, placeholders, error, onChange }: Props) {
  const texts = useTexts(motiveTexts)
  const area = useRef<HTMLTextAreaElement>(null)
  const insert = (name: string) => {
    const written = body === '' ? defaults.body : body
    const at = body === '' ? written.length : (area.current?.selectionStart ?? written.length)
    onChange({
      mailBody: `${written.slice(0, at)}{${name}}${written.slice(area.current?.selectionEnd ?? at)}`,
    })
    area.current?.focus()
  }
  return (
    <>
      <TextInput
        label={texts.subject}
        placeholder={defaults.subject}
        value={subject}
        onChange={(event) => onChange({ mailSubject: event.currentTarget.value })}
        maxLength={150}
        error={fieldError(error, 'mailSubject')}
      />
      <Textarea
        ref={area}
        label={texts.body}
        description={texts.bodyHint}
        placeholder={defaults.body}
        value={body}
        onChange={(event) => onChange({ mailBody: event.currentTarget.value })}
        maxLength={4000}
        autosize
        minRows={8}
        maxRows={18}
        error={fieldError(error, 'mailBody')}
      />
      <Group gap={6} role="group" aria-label={texts.insert}>
        <Text size="xs" c="dimmed">
          {texts.insert}
        </Text>
        {placeholders.map((name) => (
          <Button key={name} variant="default" size="compact-xs" onClick={() => insert(name)}>
            {`{${name}}`}
          </Button>
        ))}
        {body === '' && (
          <Button variant="subtle" size="compact-xs" onClick={() => onChange({ mailBody: defaults.body })}>
            {texts.useDefault}
          </Button>
        )}
      </Group>
    </>
  )
}
