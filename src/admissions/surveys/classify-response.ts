import type { SurveyResponse } from './read-response.ts'

/** Why a response is not taken. Its two parameters come from an address that whoever answers can change. */
export const rejectionCauses = [
  'incomplete',
  'no-dossier',
  'unknown-dossier',
  'invalid-application',
  'unknown-application',
  'other-dossier',
  'archived-campaign',
  'inactive-campaign',
  'no-personal-data',
] as const
export type RejectionCause = (typeof rejectionCauses)[number]

/** For the log and the counters of a run. */
export const causeWords: Readonly<Record<RejectionCause, string>> = {
  incomplete: 'incomplète',
  'no-dossier': 'sans numéro de dossier',
  'unknown-dossier': 'dossier inconnu',
  'invalid-application': 'identifiant de candidature illisible',
  'unknown-application': 'candidature inconnue',
  'other-dossier': 'candidature d’un autre dossier',
  'archived-campaign': 'campagne archivée',
  'inactive-campaign': 'hors de la campagne active',
  'no-personal-data': 'candidat sans informations personnelles',
}

/** Rejected for what may come: the candidate is asked for personal data first, or the campaign opens. Looked at each time. */
export const passingCauses = ['no-personal-data', 'inactive-campaign'] as const satisfies RejectionCause[]

export interface KnownDossier {
  readonly accountId: number
  /** Null: no personal data yet. */
  readonly candidateId: number | null
  readonly archived: boolean
  /** Of the active campaign (admissions.md 3.0). */
  readonly active: boolean
}

export interface KnownApplication {
  readonly accountId: number
  readonly dossierNo: string
  readonly archived: boolean
}

export type Classified =
  | {
      readonly outcome: 'taken'
      readonly level: 'candidate' | 'application'
      /** Of the candidate, or of the application. */
      readonly targetId: number
      readonly accountId: number
    }
  | { readonly outcome: RejectionCause }

/**
 * Whose answers these are, decided once (admissions.md 3.11): an application's when it is of the dossier that is named too,
 * the candidate's when no application is named, else nobody's.
 */
export function classifyResponse(
  response: SurveyResponse,
  known: {
    readonly dossiers: ReadonlyMap<string, KnownDossier>
    readonly applications: ReadonlyMap<number, KnownApplication>
  },
): Classified {
  const { complete, dossierNo, applicationId } = response
  if (!complete) return { outcome: 'incomplete' }
  if (dossierNo === null) return { outcome: 'no-dossier' }
  if (applicationId === null) return ofCandidate(known.dossiers.get(dossierNo))
  const id = applicationNumber(applicationId)
  if (id === null) return { outcome: 'invalid-application' }
  const application = known.applications.get(id)
  if (application === undefined) return { outcome: 'unknown-application' }
  if (application.dossierNo !== dossierNo) return { outcome: 'other-dossier' }
  if (application.archived) return { outcome: 'archived-campaign' }
  return { outcome: 'taken', level: 'application', targetId: id, accountId: application.accountId }
}

function ofCandidate(dossier: KnownDossier | undefined): Classified {
  if (dossier === undefined) return { outcome: 'unknown-dossier' }
  if (dossier.archived) return { outcome: 'archived-campaign' }
  if (!dossier.active) return { outcome: 'inactive-campaign' }
  const { candidateId, accountId } = dossier
  if (candidateId === null) return { outcome: 'no-personal-data' }
  return { outcome: 'taken', level: 'candidate', targetId: candidateId, accountId }
}

/** A positive whole number, as an identifier of an application is written; null: it is none. */
export function applicationNumber(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}
