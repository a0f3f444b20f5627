import type { Text } from '../platform/text.ts'

/**
 * What one check found. `attention`: it works, but somebody should know; `fault`: something will not work.
 * `advice` says what to do, in any case but `ok`.
 */
export interface Finding {
  /** Stable, for scripts: `database`, `mail`… */
  readonly check: string
  readonly name: Text
  readonly state: 'ok' | 'attention' | 'fault'
  readonly message: Text
  readonly advice: Text | null
}

/** A check by its name; what it says later needs only the outcome. */
export function finder(check: string, name: Text) {
  const found = (state: Finding['state'], message: Text, advice: Text | null): Finding => ({
    check,
    name,
    state,
    message,
    advice,
  })
  return {
    ok: (message: Text) => found('ok', message, null),
    attention: (message: Text, advice: Text) => found('attention', message, advice),
    fault: (message: Text, advice: Text) => found('fault', message, advice),
  }
}

/** The same in both languages: a path, a version, the text of an error. */
export function plain(text: string): Text {
  return { fr: text, en: text }
}

export function messageOf(error: unknown): string {
  const first = error instanceof AggregateError && error.message === '' ? error.errors[0] : error
  return first instanceof Error ? first.message || first.name : String(first)
}
