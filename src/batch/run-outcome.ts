import type { RunDetail } from './define-batch.ts'
import { type RunReason, unresponsiveWords } from './run-reason.ts'
import { messageOf, storableDetail } from './storable-text.ts'

/** Why a run was told to stop. */
export type StopCause =
  | { readonly kind: 'cancelled'; readonly by: string | null }
  | { readonly kind: 'timeout'; readonly minutes: number }
  /** The node stops. */
  | { readonly kind: 'stopping' }
  /** The node no longer owns the run: others may have declared it dead. */
  | { readonly kind: 'lost' }

/** The `reason` of an aborted `context.signal`. */
export class RunStopped extends Error {
  readonly stopCause: StopCause
  constructor(cause: StopCause) {
    super(messageOfStop(cause))
    this.stopCause = cause
  }
}

/** Thrown by a batch that failed but has counters to show: the run ends `failed` with both. */
export class RunFailure extends Error {
  readonly detail: RunDetail
  constructor(message: string, detail: RunDetail) {
    super(message)
    this.detail = detail
  }
}

export interface RunOutcome {
  readonly state: 'finished' | 'failed' | 'interrupted' | 'cancelled'
  readonly detail: RunDetail | null
  readonly error: string | null
  readonly reason: RunReason | null
}

/** What the work came to: it returned a detail, threw, or did not react to being told to stop. */
export type WorkResult =
  | { readonly kind: 'returned'; readonly detail: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'unresponsive' }

/**
 * How a run ends. Returning says that the work is done, even when the signal to stop came meanwhile; only the
 * time limit is a failure in any case. A run lost to another node has no outcome here: null.
 */
export function outcomeOf(result: WorkResult, stop: StopCause | null): RunOutcome | null {
  if (stop?.kind === 'lost') return null
  const detail = detailOf(result)
  if (stop?.kind === 'timeout')
    return { state: 'failed', detail, error: `${messageOfStop(stop)}${deafness(result)}`, reason: null }
  if (result.kind === 'returned') return { state: 'finished', detail, error: null, reason: null }
  if (stop !== null) {
    const state = stop.kind === 'cancelled' ? 'cancelled' : 'interrupted'
    return { state, detail, error: otherError(result), reason: reasonOf(stop, result) }
  }
  const error = result.kind === 'threw' ? messageOf(result.error) : 'le traitement ne répond pas'
  return { state: 'failed', detail, error, reason: null }
}

function detailOf(result: WorkResult): RunDetail | null {
  if (result.kind === 'returned') return storableDetail(result.detail)
  if (result.kind === 'threw' && result.error instanceof RunFailure)
    return storableDetail(result.error.detail)
  return null
}

/** A batch that is told to stop mostly throws the signal's reason; another error is worth keeping. */
function otherError(result: WorkResult): string | null {
  if (result.kind !== 'threw' || result.error instanceof RunStopped) return null
  if (result.error instanceof Error && result.error.name === 'AbortError') return null
  return messageOf(result.error)
}

/** Why it did not do its work: its own error, if any, is kept beside. */
function reasonOf(stop: StopCause & { kind: 'cancelled' | 'stopping' }, result: WorkResult): RunReason {
  const deafness = result.kind === 'unresponsive' ? ({ unresponsive: true } as const) : {}
  return stop.kind === 'cancelled'
    ? { code: 'cancelled-by', who: stop.by, ...deafness }
    : { code: 'server-stopped', ...deafness }
}

function deafness(result: WorkResult): string {
  return result.kind === 'unresponsive' ? unresponsiveWords.fr : ''
}

/** For logs and errors, which are in the language of the batches. */
function messageOfStop(cause: StopCause): string {
  switch (cause.kind) {
    case 'cancelled':
      return cause.by === null ? 'annulé' : `annulé par ${cause.by}`
    case 'timeout':
      return `durée maximale dépassée (${cause.minutes} min)`
    case 'stopping':
      return 'arrêt du serveur'
    case 'lost':
      return "l'exécution n'appartient plus à ce nœud"
  }
}
