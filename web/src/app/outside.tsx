import { Group } from '@mantine/core'
import { Outlet } from 'react-router'
import { LanguageChoice } from '../ui/language-choice.tsx'
import classes from './outside.module.css'

/** Frame of the pages for who is not signed in: a night sky, one card. No session is asked for. */
export function Outside() {
  return (
    <div className={classes.sky}>
      <Group component="header" justify="space-between" className={classes.header ?? ''}>
        <span className={classes.brand}>
          <img src="/favicon.svg" width={32} height={32} alt="" />
          Nocturne
        </span>
        <LanguageChoice />
      </Group>
      <main className={classes.main}>
        <div className={classes.card}>
          <Outlet />
        </div>
      </main>
    </div>
  )
}
