import type { RunPageData } from '../../../../src/api/schemas/runs.ts'
import { paths } from '../../lib/paths.ts'
import { mayIn } from '../../lib/roles.ts'
import { type Session, useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { runTexts } from './texts.ts'

type Outcome = keyof (typeof runTexts)['fr']['outcomes']

interface Place {
  readonly outcome: Outcome
  readonly to: (runId: number) => string
  /** Of a file: a run that found none has none. */
  readonly report?: true
  /** Absent: whoever may see the run. */
  readonly open?: (session: Session) => boolean
}

const operates = (session: Session): boolean => mayIn(session, 'health', 'operator')
const editions: Place = { outcome: 'editions', to: paths.editions }

/** Where what a run did is looked at and worked on: its own page tells how it went, not what came of it. */
const places: Readonly<Record<string, Place>> = {
  IMP_QUO: { outcome: 'imports', to: paths.importReport, report: true },
  IMP_MAN: { outcome: 'imports', to: paths.importReport, report: true },
  CHARGE_SANTE: { outcome: 'loads', to: paths.dataLoadReport, report: true },
  LIS_REL: editions,
  REL_COU: editions,
  LIS_RAP: editions,
  REL_CRA: editions,
  RAPPEL_RDV: { outcome: 'appointments', to: paths.appointments, open: operates },
  FER_CON: { outcome: 'consultations', to: paths.unvalidatedConsultations },
  CLEAN_SCAN: { outcome: 'baskets', to: paths.scanBasket, open: operates },
  DOUBLONS: { outcome: 'duplicates', to: paths.duplicates, open: operates },
  MES_VACCINS: { outcome: 'vaccines', to: paths.vaccines },
  MAJ_IDENTITE: { outcome: 'statistics', to: paths.statistics },
  STAT_DASHBOARD: { outcome: 'pushes', to: paths.statistics },
}

/** The way from a run to what came of it, for a batch that has a page for that and a visitor who may open it. */
export function useRunOutcome({
  run,
  exchange,
}: Pick<RunPageData, 'run' | 'exchange'>): { readonly label: string; readonly to: string } | null {
  const texts = useTexts(runTexts)
  const session = useSession()
  const place = places[run.batchCode]
  if (!place || (place.report && exchange === null) || place.open?.(session) === false) return null
  return { label: texts.outcomes[place.outcome], to: place.to(run.id) }
}
