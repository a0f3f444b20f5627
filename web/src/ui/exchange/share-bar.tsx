import classes from './share-bar.module.css'

interface Props {
  /** 0 to 1; the figure itself stands beside the bar. */
  readonly share: number
  readonly tone?: 'plain' | 'weak'
}

/** A share as a bar, for the eye only. */
export function ShareBar({ share, tone = 'plain' }: Props) {
  return (
    <span className={classes.frame} aria-hidden="true">
      {share > 0 && (
        <span className={classes.bar} data-tone={tone} style={{ width: `${Math.min(1, share) * 100}%` }} />
      )}
    </span>
  )
}
