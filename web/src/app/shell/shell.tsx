import { AppShell, Box } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Outlet, useLocation } from 'react-router'
import { type ClosedApplication, closedTo } from '../../lib/closed.ts'
import { followEvents } from '../../lib/events.ts'
import { labelOf, type Session, useSession } from '../../lib/session.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { Forbidden } from '../forbidden.tsx'
import { Keys } from '../keys.tsx'
import { MaintenancePage } from '../maintenance-page.tsx'
import { entryOf, type NavigationEntry } from '../navigation.ts'
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
        <Box className={classes.page}>{pageOf(entry, session)}</Box>
      </AppShell.Main>
      <IdleWarning />
      <Keys />
    </AppShell>
  )
}

/** The page, or why there is none for this account. */
function pageOf(entry: NavigationEntry | undefined, session: Session) {
  if (entry && !entry.open(session)) return <Forbidden />
  const closed = entry && closedTo(session, entry.group)
  return closed ? <ClosedPage closed={closed} /> : <Outlet />
}

function ClosedPage({ closed }: { closed: ClosedApplication }) {
  const textOf = useTextOf()
  const session = useSession()
  const application = textOf(labelOf(session, closed.application))
  return <MaintenancePage message={closed.message} application={application} within="frame" />
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
