import { type RunState, stateCodes } from '../../batch/run-state.ts'
import type { Text } from '../../platform/text.ts'
import type { Alert, AlertKind } from '../alert.ts'
import { alertSentence } from '../alert-sentence.ts'
import { alertPage, nightPage, type Pages } from '../page-url.ts'

/** What the webhook sends as JSON (docs/alerts.md). Codes, instants and a link; nothing personal, no text of a run. */
export interface WebhookPayload {
  /** The same at every attempt: what was seen already can be left aside. */
  readonly id: string
  readonly kind: AlertKind | 'test'
  readonly batch: string | null
  readonly application: string | null
  readonly label: Text | null
  readonly run: number | null
  readonly state: RunState | null
  readonly stateCode: string | null
  /** ISO 8601, UTC. */
  readonly at: string
  readonly dueAt: string | null
  readonly node: string | null
  /** How many alike alerts of the batch came before it that day. */
  readonly repeats: number
  readonly url: string | null
  readonly text: Text
}

export function alertPayload(
  id: string,
  alert: Alert,
  repeats: number,
  options: Pages & { readonly timeZone: string },
): WebhookPayload {
  return {
    id,
    kind: alert.kind,
    batch: alert.batchCode,
    application: alert.application,
    label: alert.label,
    run: alert.runId,
    state: alert.state,
    stateCode: alert.state === null ? null : stateCodes[alert.state],
    at: alert.at.toString(),
    dueAt: alert.dueAt?.toString() ?? null,
    node: alert.nodeName,
    repeats,
    url: alertPage(options, alert),
    text: alertSentence(alert, options.timeZone),
  }
}

/** A message that says nothing but that the webhook works. */
export function testPayload(id: string, at: string, pages: Pages): WebhookPayload {
  return {
    id,
    kind: 'test',
    batch: null,
    application: null,
    label: null,
    run: null,
    state: null,
    stateCode: null,
    at,
    dueAt: null,
    node: null,
    repeats: 0,
    url: nightPage(pages),
    text: { fr: 'Essai du webhook de Nocturne.', en: 'Test of Nocturne’s webhook.' },
  }
}
