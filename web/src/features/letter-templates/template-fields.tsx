import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { useTexts } from '../../lib/texts.ts'
import type { LetterKind } from './calls/templates-query.ts'
import type { Draft } from './draft.ts'
import { letterTexts } from './texts.ts'

interface Props {
  readonly kind: LetterKind
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  /** What is wrong with a field; those of its lines and paragraphs included. */
  readonly errorOf: (field: keyof Draft) => string | undefined
  readonly readOnly: boolean
}

/** The parts of a letter, in the order of the page. */
export function TemplateFields({ kind, draft, onChange, errorOf, readOnly }: Props) {
  const texts = useTexts(letterTexts)
  const text = useRef<HTMLTextAreaElement>(null)
  const reminder = kind === 'follow-up-reminder'
  const field = (name: keyof Draft) => ({
    label: texts[name],
    value: draft[name],
    error: errorOf(name),
    readOnly,
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...draft, [name]: event.currentTarget.value }),
  })
  const insert = (placeholder: string) => {
    const input = text.current
    const start = input?.selectionStart ?? draft.paragraphs.length
    const end = input?.selectionEnd ?? start
    const value = draft.paragraphs
    onChange({ ...draft, paragraphs: `${value.slice(0, start)}{${placeholder}}${value.slice(end)}` })
    input?.focus()
  }
  const names = (['texte', 'prenom', 'nom', 'date', 'date_premier_courrier'] as const).filter(
    (name) => reminder || name !== 'date_premier_courrier',
  )
  return (
    <Stack gap="md">
      <Textarea {...field('sender')} description={texts.senderNote} autosize minRows={3} maxRows={8} />
      <TextInput {...field('place')} description={texts.placeNote} maxLength={60} />
      <TextInput {...field('subject')} maxLength={150} required={!readOnly} />
      {reminder && <TextInput {...field('recall')} maxLength={150} />}
      <Textarea
        {...field('paragraphs')}
        ref={text}
        description={texts.paragraphsNote}
        autosize
        minRows={6}
        maxRows={20}
      />
      {!readOnly && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {texts.insert}
          </Text>
          {names.map((name) => (
            <Button
              key={name}
              size="compact-sm"
              variant="default"
              aria-label={`${texts.insert} {${name}}, ${texts.placeholders[name]}`}
              title={texts.placeholders[name]}
              onClick={() => insert(name)}
            >
              {`{${name}}`}
            </Button>
          ))}
        </Group>
      )}
      <Textarea {...field('closing')} autosize minRows={1} maxRows={4} maxLength={500} />
      <Textarea {...field('signature')} autosize minRows={2} maxRows={8} />
    </Stack>
  )
}
