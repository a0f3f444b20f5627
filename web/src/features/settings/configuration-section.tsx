import { Code, Table, Text } from '@mantine/core'
import type { SettingList } from '../../../../src/api/schemas/settings.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { Section } from '../../ui/section.tsx'
import { settingTexts } from '../../ui/setting/texts.ts'
import { settingsTexts } from './texts.ts'

interface Props {
  readonly configuration: NonNullable<SettingList['configuration']>
}

/** What the program started with, to be read only. */
export function ConfigurationSection({ configuration }: Props) {
  const texts = useTexts(settingsTexts)
  const { noValue } = useTexts(settingTexts)
  const textOf = useTextOf()
  return (
    <Section title={texts.configuration} description={texts.configurationHint}>
      <Table.ScrollContainer minWidth={560} type="native" tabIndex={0}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.variable}</Table.Th>
              <Table.Th>{texts.value}</Table.Th>
              <Table.Th>{texts.meaning}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {configuration.map((entry) => (
              <Table.Tr key={entry.key}>
                <Table.Th scope="row" fw={400}>
                  <Code>{entry.variable}</Code>
                </Table.Th>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  {entry.value === null || String(entry.value) === '' ? (
                    <Text span size="sm" c="dimmed" fs="italic">
                      {noValue}
                    </Text>
                  ) : (
                    String(entry.value)
                  )}
                </Table.Td>
                <Table.Td>{textOf(entry.description)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  )
}
