import { Temporal } from 'temporal-polyfill'
import type { LineMessage } from '../../exchange/command-file/verdict.ts'

/** A date of a file: seconds since 1970, null for « none », undefined where the cell is empty or the column absent. */
export type FileDate =
  | { readonly ok: true; readonly at: number | null | undefined }
  | { readonly ok: false; readonly fault: LineMessage }

/**
 * Reads `1788249600`, `2026-09-01 08:00:00`, `2026-09-01 08:00` or `2026-09-01`, the latter in `timeZone`; `0` is none
 * (learning.md 1.11). A time that the spring change skips is the one that follows; one that comes twice, the first.
 */
export function readFileDate(text: string, timeZone: string, column: string): FileDate {
  if (text === '') return { ok: true, at: undefined }
  if (/^\d{1,12}$/.test(text)) return { ok: true, at: Number(text) || null }
  if (/^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?$/.test(text)) {
    try {
      const at = Temporal.PlainDateTime.from(text.replace(' ', 'T'), { overflow: 'reject' })
      return { ok: true, at: Math.floor(at.toZonedDateTime(timeZone).epochMilliseconds / 1000) }
    } catch {
      // 30 February, or 25 o'clock.
    }
  }
  return {
    ok: false,
    fault: {
      severity: 'error',
      code: 'INVALID_DATE',
      column,
      text: {
        fr: `Date illisible dans ${column} : « ${text} » ; écrivez AAAA-MM-JJ, AAAA-MM-JJ hh:mm:ss ou un nombre de secondes depuis 1970`,
        en: `Unreadable date in ${column}: "${text}"; write YYYY-MM-DD, YYYY-MM-DD hh:mm:ss or seconds since 1970`,
      },
    },
  }
}
