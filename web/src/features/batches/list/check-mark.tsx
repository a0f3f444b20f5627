import { VisuallyHidden } from '@mantine/core'
import { useTexts } from '../../../lib/texts.ts'
import classes from './list.module.css'
import { listTexts } from './texts.ts'

/** ✓ or ✗, said as « oui » or « non ». */
export function CheckMark({ checked }: { readonly checked: boolean }) {
  const texts = useTexts(listTexts)
  return (
    <span className={classes.mark} data-checked={checked}>
      <span aria-hidden="true">{checked ? '✓' : '✗'}</span>
      <VisuallyHidden>{checked ? texts.yes : texts.no}</VisuallyHidden>
    </span>
  )
}
