import { withoutQuotedValues } from '../platform/quoted-values.ts'
import type { RunDetail } from './define-batch.ts'

/** PostgreSQL stores neither NUL nor half a surrogate pair: both are shown as U+FFFD rather than lose the text. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed()
}

/** What a batch returned, made fit for a jsonb column: only flat, finite values, nothing that fails to be saved. */
export function storableDetail(detail: unknown): RunDetail {
  if (typeof detail !== 'object' || detail === null) return {}
  return Object.fromEntries(
    Object.entries(detail).map(([key, value]) => [storableText(key), storableValue(value)]),
  )
}

function storableValue(value: unknown): number | string | boolean | null {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value : null
    case 'boolean':
      return value
    case 'undefined':
      return null
    default:
      return value === null ? null : storableText(String(value))
  }
}

/** The message of whatever was thrown, never empty, without what a database quotes of somebody's data. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? withoutQuotedValues(error) || error.name : String(error)
  return storableText(message || 'erreur sans message')
}
