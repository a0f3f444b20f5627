import { Temporal } from 'temporal-polyfill'
import type { Text } from '../platform/text.ts'
import { formatDateTime } from './schedule/run-line.ts'

/**
 * Why a run waits, was skipped, cancelled or interrupted: `batch_run.reason`, a jsonb column. Codes are stable, for
 * rows live long: a new reason gets a new code, and what a code carries only grows. Instants are ISO 8601.
 */
export type RunReason =
  /** Another run of `batch`, mostly its own. */
  | { readonly code: 'waits-for-batch'; readonly batch: string }
  /** `batch` holds the resource, or has its turn before. */
  | { readonly code: 'waits-for-resource'; readonly resource: string; readonly batch: string }
  /** A due instant that found a run of its batch waiting. */
  | { readonly code: 'one-waits-already' }
  /** Nobody launched the due instants from the first to the latest, and they are not made up for. */
  | { readonly code: 'missed'; readonly from: string; readonly to: string; readonly count: number }
  | ({ readonly code: 'cancelled-by'; readonly who: string | null } & Deafness)
  /** Its batch was taken out of service while it waited. */
  | { readonly code: 'taken-out-of-service'; readonly by: string }
  /** Its node stopped in good order. */
  | ({ readonly code: 'server-stopped' } & Deafness)
  | { readonly code: 'node-lost'; readonly node: string }
  /** A batch of housekeeping found it under way on a node that is not alive. */
  | { readonly code: 'found-stuck'; readonly by: string }
  /** Written before reasons had codes, in French. */
  | { readonly code: 'words'; readonly text: string }

interface Deafness {
  /** The work did not react to being told to stop, and was given up. */
  readonly unresponsive?: true
}

/** Stands after why a run was told to stop. */
export const unresponsiveWords: Text = {
  fr: " (le traitement n'a pas réagi à la demande d'arrêt)",
  en: ' (the work did not react to the request to stop)',
}

/** A reason in words that can stand after a colon; instants in the civil time of `zone`, the establishment's. */
export function describeReason(reason: RunReason, zone: string): Text {
  switch (reason.code) {
    case 'waits-for-batch':
      return both(`attend la fin de ${reason.batch}`, `waits for the end of ${reason.batch}`)
    case 'waits-for-resource':
      return both(
        `attend la ressource ${reason.resource}, tenue par ${reason.batch}`,
        `waits for the resource ${reason.resource}, held by ${reason.batch}`,
      )
    case 'one-waits-already':
      return both('une exécution de ce batch attend déjà', 'a run of this batch is already waiting')
    case 'missed':
      return missedText(reason, zone)
    case 'cancelled-by':
      return heard(
        reason,
        reason.who === null
          ? both('annulé', 'cancelled')
          : both(`annulé par ${reason.who}`, `cancelled by ${reason.who}`),
      )
    case 'taken-out-of-service':
      return both(`batch mis hors service par ${reason.by}`, `batch taken out of service by ${reason.by}`)
    case 'server-stopped':
      return heard(reason, both('arrêt du serveur', 'the server was stopped'))
    case 'node-lost':
      return both(`le nœud ${reason.node} ne répond plus`, `node ${reason.node} no longer answers`)
    case 'found-stuck':
      return both(`interrompu par ${reason.by}`, `interrupted by ${reason.by}`)
    case 'words':
      return both(reason.text, reason.text)
  }
}

function missedText({ from, to, count }: RunReason & { code: 'missed' }, zone: string): Text {
  const [first, latest] = [from, to].map((iso) => formatDateTime(Temporal.Instant.from(iso), zone))
  return both(
    `occurrences manquées : du ${first} au ${latest}, nombre ${count}`,
    `due instants missed: from ${first} to ${latest}, ${count} in all`,
  )
}

function heard({ unresponsive }: Deafness, { fr, en }: Text): Text {
  if (unresponsive !== true) return { fr, en }
  return both(`${fr}${unresponsiveWords.fr}`, `${en}${unresponsiveWords.en}`)
}

function both(fr: string, en: string): Text {
  return { fr, en }
}
