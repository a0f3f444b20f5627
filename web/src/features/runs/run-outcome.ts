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
const office = (session: Session): boolean => mayIn(session, 'admissions', 'operator')
const campaigns: Place = { outcome: 'campaigns', to: paths.campaigns }
const decided: Place = { outcome: 'dossiers', to: paths.dossiers, open: office }
const maintenance: Place = { outcome: 'maintenance', to: paths.admissionsParameters }
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
  BATCH_APP_EN_MAINT: maintenance,
  BATCH_APP_EN_SERVICE: maintenance,
  BATCH_ARCHIVAGE: campaigns,
  BATCH_ASYNC_OPI: { outcome: 'opi', to: paths.opi },
  BATCH_ASYNC_OPI_PJ: { outcome: 'opi', to: paths.opi },
  BATCH_CALCUL_RANG_LC: decided,
  BATCH_DEMO: decided,
  BATCH_DESIST_AUTO: decided,
  BATCH_DESTRUCT_DOSSIER: { outcome: 'destructions', to: paths.destructions },
  BATCH_MAJ_GESTIONNAIRE: { outcome: 'managers', to: paths.managers, open: office },
  BATCH_NETTOYAGE_CPT: decided,
  BATCH_RELANCE_FAVO: decided,
  BATCH_SYNC_LIMESURVEY: { outcome: 'forms', to: paths.forms },
  BATCH_SYNCHRO_SISCOL: { outcome: 'referenceTables', to: paths.referenceTables },
  CHARGE_CANDIDATURES: { outcome: 'loads', to: paths.admissionsLoadReport, report: true },
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
