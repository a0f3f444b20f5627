import { useTexts } from '../../lib/texts.ts'
import type { DuplicateTier } from './calls/groups-query.ts'
import classes from './duplicates.module.css'
import { duplicateTexts } from './texts.ts'

const bars: Readonly<Record<DuplicateTier, number>> = { possible: 1, probable: 2, certain: 3 }

/** How sure the search is: a word, bars and a colour. */
export function TierBadge({ tier }: { readonly tier: DuplicateTier }) {
  const texts = useTexts(duplicateTexts)
  return (
    <span className={classes.tier} data-tier={tier} title={texts.tierHint}>
      <span className={classes.bars} aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <span key={bar} style={{ height: `${bar * 33}%` }} data-on={bar <= bars[tier] || undefined} />
        ))}
      </span>
      {texts.tiers[tier]}
    </span>
  )
}
