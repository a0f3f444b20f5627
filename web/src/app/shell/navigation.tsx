import { NavLink } from '@mantine/core'
import { Fragment } from 'react'
import { Link, useLocation } from 'react-router'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { entryOf, navigation } from '../navigation.ts'
import { appTexts } from '../texts.ts'
import classes from './shell.module.css'

const groups = ['operate', 'health', 'admissions', 'learning', 'administer'] as const

export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const texts = useTexts(appTexts)
  const session = useSession()
  const current = entryOf(useLocation().pathname)
  const open = navigation.filter((entry) => entry.open(session))
  return (
    <>
      {groups.map((group) => (
        <Fragment key={group}>
          {open.some((entry) => entry.group === group) && <p className={classes.group}>{texts[group]}</p>}
          {open
            .filter((entry) => entry.group === group)
            .map(({ name, to, icon: Icon }) => (
              <NavLink
                key={name}
                component={Link}
                to={to}
                label={texts.nav[name]}
                leftSection={<Icon size={18} aria-hidden="true" />}
                active={current?.name === name}
                aria-current={current?.name === name ? 'page' : undefined}
                className={classes.entry ?? ''}
                onClick={onNavigate}
              />
            ))}
        </Fragment>
      ))}
    </>
  )
}
