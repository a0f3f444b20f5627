import { VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react'
import { useTexts } from '../../lib/texts.ts'
import classes from './faults.module.css'
import { exchangeTexts } from './texts.ts'

/** Error or warning, as a mark; the word for who listens. */
export function SeverityMark({ severity }: { readonly severity: 'error' | 'warning' }) {
  const texts = useTexts(exchangeTexts)
  const Icon = severity === 'error' ? IconCircleX : IconAlertTriangle
  return (
    <span className={classes.mark} data-severity={severity} title={texts.severities[severity]}>
      <Icon size={18} aria-hidden="true" />
      <VisuallyHidden>{texts.severities[severity]}</VisuallyHidden>
    </span>
  )
}
