import { Text } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { Section } from '../../ui/section.tsx'
import { accountsTexts } from './texts.ts'

const roles = ['reader', 'operator', 'administrator'] as const

export function RoleLegend() {
  const texts = useTexts(accountsTexts)
  return (
    <Section title={texts.legendTitle} description={texts.rightsHint}>
      <KeyValueList
        items={[
          ...roles.map((role) => ({
            label: texts.roles[role],
            value: <Text size="sm">{texts.legend[role]}</Text>,
          })),
          { label: texts.medical, value: <Text size="sm">{texts.medicalHint}</Text> },
        ]}
      />
    </Section>
  )
}
