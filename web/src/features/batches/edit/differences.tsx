import { useTexts } from '../../../lib/texts.ts'
import classes from './edit.module.css'
import type { PlanDifference } from './plan-differences.ts'
import { editTexts } from './texts.ts'

/** « Heure de lancement : 05:00 → 06:10 », one a line. */
export function Differences({ differences }: { readonly differences: readonly PlanDifference[] }) {
  const texts = useTexts(editTexts)
  return (
    <ul className={classes.differences}>
      {differences.map(({ what, before, after }) => (
        <li key={what}>
          <strong>{what}</strong>
          {texts.colon}
          {texts.beforeAfter(before, after)}
        </li>
      ))}
    </ul>
  )
}
