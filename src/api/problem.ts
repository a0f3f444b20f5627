import type { BatchRefusal, BatchRefusalCode } from '../batch/batch-refusal.ts'
import type { Locale, Text } from '../platform/text.ts'
import type { Problem } from './schemas/common.ts'

/**
 * The catalogue of what the API answers when it does not do what it is asked: RFC 9457 problems with a stable code,
 * a status and a title in both languages. Codes are never reused for another meaning.
 */
const catalogue = {
  INVALID_REQUEST: [400, 'Requête mal formée', 'Malformed request'],
  NOT_SIGNED_IN: [401, 'Connectez-vous', 'Sign in first'],
  WRONG_CREDENTIALS: [401, 'Identifiant ou mot de passe incorrect', 'Wrong login or password'],
  FORBIDDEN: [403, 'Vos droits ne permettent pas cette action', 'Your roles do not allow this'],
  CSRF: [403, 'La page est trop ancienne : rechargez-la', 'The page is too old: reload it'],
  NOT_FOUND: [404, 'Rien à cette adresse', 'Nothing at this address'],
  UNKNOWN_BATCH: [404, 'Batch inconnu', 'Unknown batch'],
  UNKNOWN_REVISION: [404, 'Version inconnue', 'Unknown version'],
  UNKNOWN_RUN: [404, 'Exécution inconnue', 'Unknown run'],
  UNKNOWN_FILE: [404, 'Fichier inconnu', 'Unknown file'],
  UNKNOWN_ACCOUNT: [404, 'Compte inconnu', 'Unknown account'],
  UNKNOWN_SETTING: [404, 'Paramètre inconnu', 'Unknown setting'],
  UNKNOWN_MODEL: [404, "Modèle d'importation inconnu", 'Unknown import model'],
  UNKNOWN_NOMENCLATURE: [404, 'Nomenclature inconnue', 'Unknown code list'],
  UNKNOWN_TOOL: [404, 'Outil inconnu', 'Unknown tool'],
  UNKNOWN_EXCHANGE: [404, 'Traitement inconnu', 'Unknown processing'],
  UNKNOWN_STATISTICS: [404, 'Envoi de statistiques inconnu', 'Unknown sending of statistics'],
  UNKNOWN_UPLOAD: [404, 'Fichier reçu inconnu ou oublié', 'Unknown or forgotten upload'],
  UNKNOWN_PAIR: [404, 'Doublon possible inconnu', 'Unknown possible duplicate'],
  UNKNOWN_MERGE: [404, 'Fusion inconnue', 'Unknown merge'],
  UNKNOWN_STUDENT: [404, 'Étudiant inconnu', 'Unknown student'],
  UNKNOWN_APPLICATION: [404, 'Candidature inconnue', 'Unknown application'],
  UNKNOWN_CANDIDATE: [404, 'Dossier inconnu', 'Unknown dossier'],
  LINK_EXPIRED: [404, "Ce lien a déjà servi ou n'est plus valable", 'This link was used or has expired'],
  ALREADY_REQUESTED: [409, 'Déjà demandé', 'Already requested'],
  OUT_OF_SERVICE: [409, 'Batch hors service', 'Batch out of service'],
  NOT_READY: [409, 'Pas encore prêt', 'Not ready yet'],
  NOT_PLANNED: [409, 'Ce batch ne se programme pas', 'This batch has no schedule'],
  STALE_VERSION: [409, 'Modifié entre-temps', 'Changed meanwhile'],
  RUN_ENDED: [409, 'Exécution terminée', 'Run ended'],
  NOT_HELD: [409, "N'attend pas d'approbation", 'Not waiting for approval'],
  REQUEST_REFUSED: [409, 'Demande refusée', 'Request refused'],
  NOT_A_PREVIEW: [409, 'Ce n’est pas un aperçu', 'Not a preview'],
  IN_USE: [409, 'Encore utilisé', 'Still in use'],
  ALREADY_SWITCHED: [409, 'Déjà fait par quelqu’un d’autre', 'Done already by somebody else'],
  ANSWER_REFUSED: [409, 'Réponse impossible', 'Cannot be answered'],
  ALREADY_EXISTS: [409, 'Existe déjà', 'Exists already'],
  AMBIGUOUS_STUDENT: [409, 'Plusieurs étudiants possibles', 'Several students possible'],
  LAST_ADMINISTRATOR: [409, 'Il faut garder un administrateur', 'One administrator must remain'],
  PAIR_CLOSED: [409, 'Déjà décidé', 'Decided already'],
  MERGE_REFUSED: [409, 'Fusion refusée', 'Merge refused'],
  UNDO_REFUSED: [409, 'Annulation de la fusion refusée', 'Undoing the merge refused'],
  RECORD_BUSY: [409, 'Dossiers occupés : recommencez dans un instant', 'Records busy: try again shortly'],
  NO_ENCRYPTION_KEY: [409, 'Clé de chiffrement absente', 'Encryption key missing'],
  FILE_GONE: [410, "Le fichier n'est plus là", 'The file is gone'],
  TOO_LARGE: [413, 'Trop volumineux', 'Too large'],
  UNSUPPORTED_FILE: [415, 'Type de fichier non pris', 'File type not taken'],
  UPLOAD_TOO_SLOW: [408, 'Envoi trop lent, abandonné', 'Upload too slow, given up'],
  INVALID_SCHEDULE: [422, 'Programmation refusée', 'Schedule refused'],
  INVALID_PARAMETERS: [422, 'Paramètres refusés', 'Parameters refused'],
  INVALID_SETTING: [422, 'Valeur refusée', 'Value refused'],
  INVALID_FIELDS: [422, 'Champs à corriger', 'Fields to correct'],
  RESERVED_PARAMETER: [403, 'Paramètre réservé', 'Reserved parameter'],
  CONFIRMATION_REQUIRED: [422, 'Confirmation demandée', 'Confirmation required'],
  TOO_MANY_REQUESTS: [429, 'Trop de demandes : patientez', 'Too many requests: wait a little'],
  SIGN_IN_FAILED: [
    502,
    "Le service d'authentification n'a pas répondu comme prévu",
    'The sign-in service failed',
  ],
  NO_ROOM: [
    507,
    "Plus de place sur le serveur : rien n'a été gardé",
    'No room left on the server: nothing was kept',
  ],
  STORE_UNAVAILABLE: [503, 'Dépôt de fichiers indisponible', 'File store unavailable'],
  MAINTENANCE: [503, 'Maintenance en cours', 'Under maintenance'],
  INTERNAL: [500, 'Erreur interne : le journal du serveur en dit plus', 'Internal error: see the server log'],
} as const satisfies Record<string, readonly [number, string, string]>

export type ProblemCode = keyof typeof catalogue

// Every refusal of the engine has its problem.
type Unworded = Exclude<BatchRefusalCode, ProblemCode>
const _everyRefusalIsWorded: Unworded extends never ? true : Unworded = true
void _everyRefusalIsWorded

export interface ProblemParts {
  readonly detail?: Text | string
  readonly errors?: readonly { readonly path: string; readonly message: Text | string }[]
  /** Further members of the answer. */
  readonly more?: Readonly<Record<string, unknown>>
}

/** Thrown by handlers and hooks; the server's error handler makes the answer of it. */
export class ProblemError extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly parts: ProblemParts
  constructor(code: ProblemCode, parts: ProblemParts) {
    super(code)
    this.code = code
    this.status = catalogue[code][0]
    this.parts = parts
  }
}

export function problem(code: ProblemCode, parts: ProblemParts = {}): ProblemError {
  return new ProblemError(code, parts)
}

/** The engine's refusal as a problem; its own words are the detail. */
export function refusalProblem(
  refusal: BatchRefusal,
  more: Readonly<Record<string, unknown>> = {},
): ProblemError {
  return problem(refusal.code, { detail: refusal.message, more })
}

/** The body of the answer, in the visitor's language. */
export function problemBody(error: ProblemError, locale: Locale): Problem & Record<string, unknown> {
  const [status, fr, en] = catalogue[error.code]
  const say = (text: Text | string) => (typeof text === 'string' ? text : text[locale])
  const { detail, errors, more } = error.parts
  return {
    type: 'about:blank',
    title: locale === 'fr' ? fr : en,
    status,
    code: error.code,
    ...(detail === undefined ? {} : { detail: say(detail) }),
    ...(errors === undefined
      ? {}
      : { errors: errors.map(({ path, message }) => ({ path, message: say(message) })) }),
    ...more,
  }
}
