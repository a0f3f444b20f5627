import { Button, Group } from '@mantine/core'
import { Outlet } from 'react-router'
import { locales, useLocaleChoice } from '../lib/locale.ts'
import classes from './outside.module.css'

const names = { fr: 'Français', en: 'English' } as const

/** Frame of the pages for who is not signed in: a night sky, one card. No session is asked for. */
export function Outside() {
  const { locale, choose } = useLocaleChoice()
  return (
    <div className={classes.sky}>
      <Group component="header" justify="space-between" className={classes.header ?? ''}>
        <span className={classes.brand}>
          <img src="/favicon.svg" width={32} height={32} alt="" />
          Nocturne
        </span>
        <Group gap={4}>
          {locales.map((each) => (
            <Button
              key={each}
              variant="subtle"
              size="compact-sm"
              className={classes.language ?? ''}
              lang={each}
              aria-pressed={locale === each}
              onClick={() => choose(each)}
            >
              {names[each]}
            </Button>
          ))}
        </Group>
      </Group>
      <main className={classes.main}>
        <div className={classes.card}>
          <Outlet />
        </div>
      </main>
    </div>
  )
}
