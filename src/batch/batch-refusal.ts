import type { Text } from '../platform/text.ts'

/** Why the engine does not do what it is asked. Codes are stable; texts are for people. */
export interface BatchRefusal {
  readonly code: BatchRefusalCode
  readonly message: Text
}

export type BatchRefusalCode =
  | 'UNKNOWN_BATCH'
  | 'UNKNOWN_RUN'
  | 'OUT_OF_SERVICE'
  | 'NOT_READY'
  | 'ALREADY_REQUESTED'
  | 'INVALID_PARAMETERS'
  | 'RESERVED_PARAMETER'
  | 'CONFIRMATION_REQUIRED'
  | 'NOT_PLANNED'
  | 'INVALID_SCHEDULE'
  | 'STALE_VERSION'
  | 'UNKNOWN_REVISION'
  | 'RUN_ENDED'

export type Refused = { readonly ok: false; readonly refusal: BatchRefusal }

export function refuse(code: BatchRefusalCode, message: Text): Refused {
  return { ok: false, refusal: { code, message } }
}

export const unknownBatch = (code: string) =>
  refuse('UNKNOWN_BATCH', { fr: `Aucun batch ne s'appelle ${code}`, en: `No batch is called ${code}` })

export const unknownRun = (id: number) =>
  refuse('UNKNOWN_RUN', { fr: `Aucune exécution n'a le numéro ${id}`, en: `There is no run ${id}` })

export const outOfService = (code: string) =>
  refuse('OUT_OF_SERVICE', {
    fr: `Le batch ${code} n'est pas en service`,
    en: `Batch ${code} is out of service`,
  })

/** `why` is a sentence of the batch's own, without its full stop. */
export const notReady = (code: string, why: Text) =>
  refuse('NOT_READY', {
    fr: `Le batch ${code} ne peut pas encore être mis en service : ${why.fr}`,
    en: `Batch ${code} cannot be put in service yet: ${why.en}`,
  })

export const alreadyRequested = (code: string) =>
  refuse('ALREADY_REQUESTED', {
    fr: `Le batch ${code} est déjà demandé`,
    en: `Batch ${code} has already been requested`,
  })

export const invalidParameters = (code: string, what: string) =>
  refuse('INVALID_PARAMETERS', {
    fr: `Paramètres du batch ${code} refusés : ${what}`,
    en: `Parameters of batch ${code} refused: ${what}`,
  })

export const reservedParameter = (code: string, name: string) =>
  refuse('RESERVED_PARAMETER', {
    fr: `Paramètre ${name} du batch ${code} : seul un administrateur lance avec une autre valeur que celle de la programmation`,
    en: `Parameter ${name} of batch ${code}: only an administrator launches with another value than the plan’s`,
  })

export const confirmationRequired = (code: string) =>
  refuse('CONFIRMATION_REQUIRED', {
    fr: `Ce que fait le batch ${code} ne se défait pas : tapez son code pour confirmer`,
    en: `What batch ${code} does cannot be undone: type its code to confirm`,
  })

export const notPlanned = (code: string) =>
  refuse('NOT_PLANNED', {
    fr: `Le batch ${code} ne se programme pas : il ne s'exécute qu'à la demande`,
    en: `Batch ${code} has no schedule: it runs on request only`,
  })

export const staleVersion = (code: string, by: string, at: string) =>
  refuse('STALE_VERSION', {
    fr: `Le batch ${code} a été modifié entre-temps par ${by} (${at}) : rafraîchissez`,
    en: `Batch ${code} has been changed meanwhile by ${by} (${at}): refresh`,
  })

export const runEnded = (id: number, state: string) =>
  refuse('RUN_ENDED', {
    fr: `L'exécution ${id} n'attend plus et n'est pas en cours (${state})`,
    en: `Run ${id} neither waits nor runs any more (${state})`,
  })
