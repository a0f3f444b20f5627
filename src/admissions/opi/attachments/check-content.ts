import { extname } from 'node:path'
import type { AttachmentCause } from './attachment-causes.ts'

export interface ContentLimits {
  readonly megabytes: number
  /** Extensions, in small letters. */
  readonly types: readonly string[]
  /** What the target takes at most, in bytes; null: it knows no limit. */
  readonly largest: number | null
}

export type ContentOutcome =
  | { readonly ok: true; readonly mediaType: string }
  | { readonly ok: false; readonly cause: AttachmentCause; readonly detail: string }

/** How a content of this type begins, where it is known: a name alone proves nothing. */
const beginnings: Readonly<Record<string, readonly number[]>> = {
  pdf: [0x25, 0x50, 0x44, 0x46, 0x2d],
  jpg: [0xff, 0xd8, 0xff],
  jpeg: [0xff, 0xd8, 0xff],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a],
}
const mediaTypes: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
}

/** Whether a file may be sent, by its name, length and first bytes (admissions.md 3.12, case 61). */
export function checkContent(
  { name, bytes, first }: { readonly name: string; readonly bytes: number; readonly first: Uint8Array },
  { megabytes, types, largest }: ContentLimits,
): ContentOutcome {
  if (bytes === 0) return { ok: false, cause: 'empty-file', detail: '0 octet' }
  const most = Math.min(megabytes * 1_000_000, largest ?? Number.POSITIVE_INFINITY)
  if (bytes > most)
    return {
      ok: false,
      cause: 'too-large',
      detail: `${inMegabytes(bytes)} Mo, au plus ${inMegabytes(most)} Mo`,
    }
  const type = extname(name).slice(1).toLowerCase()
  if (!types.includes(type))
    return { ok: false, cause: 'type-refused', detail: type === '' ? 'sans extension' : type }
  const beginning = beginnings[type]
  if (beginning?.some((byte, at) => first[at] !== byte))
    return { ok: false, cause: 'type-refused', detail: `contenu qui n’est pas du ${type}` }
  return { ok: true, mediaType: mediaTypes[type] ?? 'application/octet-stream' }
}

function inMegabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1).replace('.', ',')
}
