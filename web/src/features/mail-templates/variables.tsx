import { Button, Stack, Text } from '@mantine/core'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { Section } from '../../ui/section.tsx'
import type { MailTemplate } from './calls/templates-query.ts'
import { mailTemplatesTexts } from './texts.ts'

interface Props {
  readonly template: MailTemplate
  /** Null: who looks may not write. */
  readonly onInsert: ((name: string) => void) | null
}

/** What `${…}` may name in this template, and what it stands for. */
export function Variables({ template, onInsert }: Props) {
  const texts = useTexts(mailTemplatesTexts)
  const textOf = useTextOf()
  return (
    <Section title={texts.variables} description={texts.variablesNote}>
      <Stack component="ul" aria-label={texts.variables} gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {template.variables.map(({ name, meaning }) => (
          <li key={name}>
            {onInsert === null ? (
              <code>{`\${${name}}`}</code>
            ) : (
              <Button
                variant="subtle"
                size="compact-sm"
                px={4}
                mx={-4}
                aria-label={texts.insert(name)}
                onClick={() => onInsert(name)}
              >
                {`\${${name}}`}
              </Button>
            )}
            <Text size="sm">{textOf(meaning)}</Text>
          </li>
        ))}
      </Stack>
    </Section>
  )
}
