/** Identifiers of the messages of health.md 3.7, and `W_…` for warnings. */
export type ErrorCode =
  | 'E_FICHIER'
  | 'E_COHERENCE'
  | 'E_ABSENT'
  | 'E_MULTI'
  | 'E_DATE'
  | 'E_CLES'
  | 'E_DOUBLON'
  | 'E_MODELE'
  | 'E_DATE_MAJ'
  | 'E_CHAMPS'
  | 'E_ANNEE'
  | 'E_INE'
  | 'E_CAS'
  | 'E_CARACTERE'
  | 'E_NOMENCLATURE'
  | 'E_TECHNIQUE'

/** One thing to say about a line. `message` is the exact text that users and their scripts know. */
export interface Issue {
  readonly severity: 'error' | 'warning'
  readonly code: ErrorCode | `W_${string}`
  readonly message: string
  /** Name of the column concerned, as in the header. */
  readonly column?: string
  /** The nomenclature code concerned, as received: what `Codes inconnus` counts. Never personal data. */
  readonly value?: string
}

/** Shared by all that have nothing to say, so that the usual line makes no list. */
export const noIssues: readonly Issue[] = Object.freeze([])
