import { Avatar, Box, Button, Menu, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconKeyboard, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useChooseLocale } from '../../lib/choose-locale.ts'
import { locales } from '../../lib/locale.ts'
import { paths } from '../../lib/paths.ts'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { showKeys } from '../keys.tsx'
import { useSignOut } from '../sign-out.ts'
import { appTexts } from '../texts.ts'

const languageNames = { fr: 'Français', en: 'English' } as const
const schemes = ['light', 'dark', 'auto'] as const

export function UserMenu() {
  const texts = useTexts(appTexts)
  const { account, version } = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const chooseLocale = useChooseLocale()
  const signOut = useSignOut()
  return (
    <Menu position="bottom-end" width={240} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          px="xs"
          rightSection={<IconChevronDown size={16} aria-hidden="true" />}
          leftSection={<Avatar name={account.name} size={26} color="night" alt="" aria-hidden="true" />}
        >
          <Box component="span" visibleFrom="xs" aria-hidden="true">
            {account.name}
          </Box>
          <VisuallyHidden>{texts.userMenu(account.name)}</VisuallyHidden>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to={paths.account()}
          leftSection={<IconUserCircle size={16} aria-hidden="true" />}
        >
          {texts.myAccount}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden="true" />} onClick={showKeys}>
          {texts.keys}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{texts.language}</Menu.Label>
        <Menu.RadioGroup
          value={account.locale}
          onChange={(value) => chooseLocale(value === 'en' ? 'en' : 'fr')}
        >
          {locales.map((locale) => (
            <Menu.RadioItem key={locale} value={locale} lang={locale}>
              {languageNames[locale]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>{texts.theme}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => setColorScheme(schemes.find((scheme) => scheme === value) ?? 'auto')}
        >
          {schemes.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {texts.themes[scheme]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden="true" />}
          onClick={() => signOut('forgotten')}
        >
          {texts.signOut}
        </Menu.Item>
        <Menu.Label>{texts.version(version)}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  )
}
