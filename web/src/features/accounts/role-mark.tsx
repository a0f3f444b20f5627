import { VisuallyHidden } from '@mantine/core'
import type { Role } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import classes from './role-mark.module.css'
import { accountsTexts } from './texts.ts'

/** A cell of the matrix: the role in words, darker the more it allows. */
export function RoleMark({ role }: { role: Role | undefined }) {
  const texts = useTexts(accountsTexts)
  if (!role) {
    return (
      <span className={classes.none}>
        <span aria-hidden="true">–</span>
        <VisuallyHidden>{texts.noRole}</VisuallyHidden>
      </span>
    )
  }
  return (
    <span className={classes.mark} data-role={role}>
      {texts.roles[role]}
    </span>
  )
}
