import { Code, List, Text } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { Section } from '../../ui/section.tsx'
import { dropTexts } from './texts.ts'

/** What to tell whoever feeds the directory: the protocol, step by step (learning.md 3). */
export function HowToFeed({ directory }: { readonly directory: string }) {
  const texts = useTexts(dropTexts)
  return (
    <Section title={texts.howTo} description={texts.howToMore}>
      <div>
        <List type="ordered" spacing={4} size="sm">
          {Object.values(texts.steps).map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
        <Code block mt="sm" tabIndex={0} aria-label={texts.example}>
          {texts.session(directory)}
        </Code>
        <Text size="sm" c="dimmed" mt="xs">
          {texts.omitted}
        </Text>
      </div>
    </Section>
  )
}
