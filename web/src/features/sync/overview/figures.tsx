import { Alert, SimpleGrid } from '@mantine/core'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import { AnchorLink } from '../../../ui/anchor-link.tsx'
import type { ToolList } from '../calls/tools-query.ts'
import { syncTexts } from '../texts.ts'
import classes from './figures.module.css'

const counts = ['courses', 'users', 'enrolments', 'cohorts', 'groups', 'categories'] as const

/** What the platform holds, and whether files wait outside. */
export function Figures({ list }: { readonly list: ToolList }) {
  const texts = useTexts(syncTexts)
  const dates = useDates()
  const { waiting, quarantined, alarm } = list.drop
  return (
    <>
      {(alarm || quarantined > 0) && (
        <Alert color={alarm ? 'red' : 'orange'}>
          {alarm ? texts.dropAlarm : texts.dropQuarantine(quarantined)}{' '}
          <AnchorLink to={paths.drop()} underline="always">
            {texts.seeDrop}
          </AnchorLink>
        </Alert>
      )}
      <SimpleGrid component="dl" cols={{ base: 2, xs: 3, md: 6 }} m={0}>
        {counts.map((name) => (
          <div key={name} className={classes.figure}>
            <dt className={classes.label}>{texts.counts[name]}</dt>
            <dd className={classes.value}>{dates.number(list.counts[name])}</dd>
          </div>
        ))}
      </SimpleGrid>
      <p className={classes.outside}>
        {texts.waitingOutside(waiting)} <AnchorLink to={paths.drop()}>{texts.seeDrop}</AnchorLink>
        {' · '}
        {texts.filesHere(list.shelves.commands ?? 0)}{' '}
        <AnchorLink to={paths.files()}>{texts.seeFiles}</AnchorLink>
        {' · '}
        <AnchorLink to={paths.emptyCategories()}>{texts.emptyCategories}</AnchorLink>
      </p>
    </>
  )
}
