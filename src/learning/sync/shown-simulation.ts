import type { Tally } from '../../exchange/line-outcome.ts'
import { type LineOutcome, lineOutcomes } from '../../exchange/line-outcome.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import type { OperationCode } from '../operations.ts'

/** What somebody saw before they asked for the real run. */
export interface ShownSimulation {
  readonly exchangeId: number
  /** Null: the file was refused as a whole. */
  readonly figures: Readonly<Record<LineOutcome, number>> | null
}

/**
 * The simulation of this very file by this operation, among those of the run whose simulation `shown` is: it may have
 * simulated several files. Null: this is not what was simulated.
 */
export async function findShownSimulation(
  db: Queryable,
  shown: number,
  file: { readonly operation: OperationCode; readonly sha256: string },
): Promise<ShownSimulation | null> {
  const { rows } = await db.query<{ id: number; state: string } & Tally>(
    `select one.id, one.state, one.created, one.updated, one.unchanged, one.partial, one.deleted, one.skipped, one.rejected
     from file_exchange shown
     join file_exchange one on one.run_id = shown.run_id and one.application = shown.application and one.tool = shown.tool
     where shown.id = $1 and shown.application = 'learning' and shown.state = 'simulated'
       and one.dry_run and one.state in ('simulated', 'refused') and one.tool = $2 and one.sha256 = $3
     order by one.id <> shown.id limit 1`,
    [shown, file.operation, file.sha256],
  )
  const [found] = rows
  if (found === undefined) return null
  return { exchangeId: found.id, figures: found.state === 'refused' ? null : figuresOf(found) }
}

function figuresOf(tally: Tally): Record<LineOutcome, number> {
  return Object.fromEntries(lineOutcomes.map((outcome) => [outcome, tally[outcome]])) as Record<
    LineOutcome,
    number
  >
}

/** How the figures of the real run differ from those that were shown; null: they are the same. */
export function differenceFrom({ exchangeId, figures }: ShownSimulation, tally: Tally): Text | null {
  if (figures === null) return null
  const other = lineOutcomes.filter((outcome) => figures[outcome] !== tally[outcome])
  if (other.length === 0) return null
  const told = (language: 'fr' | 'en', insteadOf: string) =>
    other
      .map((outcome) => `${tally[outcome]} ${words[outcome][language]} ${insteadOf} ${figures[outcome]}`)
      .join(', ')
  return {
    fr: `Les chiffres diffèrent de ceux de la simulation ${exchangeId} : ${told('fr', 'au lieu de')}. La plateforme ou les réglages ont changé entre-temps.`,
    en: `The figures differ from those of simulation ${exchangeId}: ${told('en', 'instead of')}. The platform or the settings have changed meanwhile.`,
  }
}

const words: Readonly<Record<LineOutcome, Text>> = {
  created: { fr: 'créées', en: 'created' },
  updated: { fr: 'mises à jour', en: 'updated' },
  unchanged: { fr: 'inchangées', en: 'unchanged' },
  partial: { fr: 'partielles', en: 'partial' },
  deleted: { fr: 'supprimées', en: 'deleted' },
  skipped: { fr: 'ignorées', en: 'skipped' },
  rejected: { fr: 'rejetées', en: 'rejected' },
}
