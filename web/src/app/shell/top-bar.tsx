import { AppShell, Burger, Group } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { appTexts } from '../texts.ts'
import classes from './shell.module.css'
import { UserMenu } from './user-menu.tsx'

interface Props {
  readonly navigationOpened: boolean
  readonly onToggleNavigation: () => void
}

export function TopBar({ navigationOpened, onToggleNavigation }: Props) {
  const texts = useTexts(appTexts)
  return (
    <AppShell.Header>
      <Group h="100%" px="md" justify="space-between" wrap="nowrap">
        <Group gap="xs" wrap="nowrap">
          <Burger
            hiddenFrom="sm"
            size="sm"
            opened={navigationOpened}
            onClick={onToggleNavigation}
            aria-expanded={navigationOpened}
            aria-label={navigationOpened ? texts.closeNavigation : texts.openNavigation}
          />
          <Link to={paths.night()} className={classes.brand}>
            <img src="/favicon.svg" width={28} height={28} alt="" />
            Nocturne
          </Link>
        </Group>
        <UserMenu />
      </Group>
    </AppShell.Header>
  )
}
