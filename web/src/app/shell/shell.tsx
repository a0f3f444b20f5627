import { AppShell, Box } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Outlet, useLocation } from 'react-router'
import { followEvents } from '../../lib/events.ts'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { Forbidden } from '../forbidden.tsx'
import { Keys } from '../keys.tsx'
import { entryOf } from '../navigation.ts'
import { appTexts } from '../texts.ts'
import { Banners } from './banners.tsx'
import { IdleWarning } from './idle-warning.tsx'
import { Navigation } from './navigation.tsx'
import classes from './shell.module.css'
import { TopBar } from './top-bar.tsx'

/** Frame of every page of a session: navigation on the left (a drawer on a phone), the page in the middle. */
export function Shell() {
  const texts = useTexts(appTexts)
  const session = useSession()
  const location = useLocation()
  const [opened, drawer] = useDisclosure()
  const main = useRef<HTMLElement>(null)
  useEvents()
  useFocusOnNewPage(main, location.pathname)
  const entry = entryOf(location.pathname)

  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 256, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', md: 'xl' }}
      withBorder
    >
      <a className={classes.skip} href="#main">
        {texts.skip}
      </a>
      <TopBar navigationOpened={opened} onToggleNavigation={drawer.toggle} />
      <AppShell.Navbar p="sm" className={classes.navbar} aria-label={texts.navigation}>
        <Navigation onNavigate={drawer.close} />
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Banners />
        <Box className={classes.page}>{entry && !entry.open(session) ? <Forbidden /> : <Outlet />}</Box>
      </AppShell.Main>
      <IdleWarning />
      <Keys />
    </AppShell>
  )
}

function useEvents(): void {
  const client = useQueryClient()
  useEffect(() => followEvents(client), [client])
}

/** A new page is announced and scrolled to its top; a change of filters moves nothing. */
function useFocusOnNewPage(main: React.RefObject<HTMLElement | null>, pathname: string): void {
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    main.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [main, pathname])
}
