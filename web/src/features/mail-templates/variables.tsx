import { Button, Table, Text } from '@mantine/core'
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
      <Table aria-label={texts.variables}>
        <Table.Tbody>
          {template.variables.map(({ name, meaning }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400} w="1%">
                {onInsert === null ? (
                  <code>{`\${${name}}`}</code>
                ) : (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    ff="monospace"
                    aria-label={texts.insert(name)}
                    onClick={() => onInsert(name)}
                  >
                    {`\${${name}}`}
                  </Button>
                )}
              </Table.Th>
              <Table.Td>
                <Text size="sm">{textOf(meaning)}</Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}
