import { Code, Group, Text } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { Section } from '../../ui/section.tsx'
import type { ToolPage } from './calls/tool-query.ts'
import { syncTexts } from './texts.ts'

/** What the file's header may hold. */
export function ColumnsSection({ tool }: { readonly tool: ToolPage }) {
  const texts = useTexts(syncTexts)
  const { mandatory, optional } = tool.columns
  if (tool.archive) return null
  return (
    <Section title={texts.columns} description={tool.hasHeader ? texts.columnsMore : texts.noHeader}>
      {mandatory.length + optional.length > 0 && (
        <div>
          <Names title={texts.mandatory} names={mandatory} />
          <Names title={texts.optional} names={optional} />
        </div>
      )}
    </Section>
  )
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null
  return (
    <>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <Group gap={6} mb="sm">
        {names.map((name) => (
          <Code key={name}>{name}</Code>
        ))}
      </Group>
    </>
  )
}
