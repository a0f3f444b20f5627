import { Text } from '@mantine/core'
import { useTexts } from '../../../lib/texts.ts'
import type { SyncLine } from '../calls/lines-query.ts'
import { syncTexts } from '../texts.ts'
import classes from './change-list.module.css'
import { entityName } from './entity-name.ts'

type Change = SyncLine['changes'][number]

/** What a line changes, thing by thing: old → new. */
export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  const texts = useTexts(syncTexts)
  if (changes.length === 0) return null
  return (
    <ul className={classes.list}>
      {changes.map((change) => (
        <li key={JSON.stringify(change)}>
          <Text span size="sm" c="dimmed">
            {entityName(texts.entities, change.entity)} {change.key}
            {change.field && ` · ${change.field}`}
          </Text>{' '}
          <BeforeAfter change={change} />
        </li>
      ))}
    </ul>
  )
}

function BeforeAfter({ change: { before, after } }: { readonly change: Change }) {
  const texts = useTexts(syncTexts)
  const empty = (value: Change['before']) => value === null || value === ''
  return (
    <span className={classes.values}>
      {!empty(before) && <del>{String(before)}</del>}
      {!empty(before) && ' → '}
      {empty(after) ? <span className={classes.none}>{texts.nothing}</span> : <ins>{String(after)}</ins>}
    </span>
  )
}
