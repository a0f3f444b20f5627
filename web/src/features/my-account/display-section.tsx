import { Group, Input, SegmentedControl, Stack, useMantineColorScheme } from '@mantine/core'
import { useId } from 'react'
import { useChooseLocale } from '../../lib/choose-locale.ts'
import { useLocale } from '../../lib/locale.ts'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { Section } from '../../ui/section.tsx'
import { myAccountTexts } from './texts.ts'

const schemes = ['light', 'dark', 'auto'] as const

/** Language and theme: they apply at once. */
export function DisplaySection() {
  const texts = useTexts(myAccountTexts)
  const { timeZone } = useSession()
  const locale = useLocale()
  const chooseLocale = useChooseLocale()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const languageId = useId()
  const themeId = useId()
  return (
    <Section title={texts.display} description={texts.zone(timeZone)}>
      <Group gap="xl">
        <Stack gap={4}>
          <Input.Label id={languageId} labelElement="div">
            {texts.language}
          </Input.Label>
          <SegmentedControl
            aria-labelledby={languageId}
            value={locale}
            onChange={chooseLocale}
            data={[
              { value: 'fr', label: texts.languages.fr },
              { value: 'en', label: texts.languages.en },
            ]}
          />
        </Stack>
        <Stack gap={4}>
          <Input.Label id={themeId} labelElement="div">
            {texts.theme}
          </Input.Label>
          <SegmentedControl
            aria-labelledby={themeId}
            value={colorScheme}
            onChange={setColorScheme}
            data={schemes.map((scheme) => ({ value: scheme, label: texts.themes[scheme] }))}
          />
        </Stack>
      </Group>
    </Section>
  )
}
