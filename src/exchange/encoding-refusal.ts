import type { FileFormat } from './file-format.ts'
import type { FileScan } from './scan-file.ts'

/** Why the bytes of a file cannot be those of its declared format. */
export type EncodingRefusal =
  /** UTF-16, NUL bytes, or a line of absurd length: no text file of lines at all. */
  | 'not-text'
  /** UTF-8 where ISO-8859-1 is declared: by its mark, or because every sequence of high bytes is one. */
  | 'utf-8'
  /** ISO-8859-1 or anything else where UTF-8 is declared. */
  | 'not-utf-8'

/**
 * The evidence against a file, or null. Real ISO-8859-1 French is never valid UTF-8 by chance: it would need texts
 * such as « Ã© »; plain ASCII is right in both. UTF-8 may begin with its mark.
 */
export function encodingRefusal(scan: FileScan, format: FileFormat): EncodingRefusal | null {
  if (scan.mark === 'utf-16' || scan.hasNul || scan.longestLine > format.longestLineBytes) return 'not-text'
  if (format.encoding === 'utf-8') return scan.validUtf8 ? null : 'not-utf-8'
  return scan.mark === 'utf-8' || (scan.hasHighBytes && scan.validUtf8) ? 'utf-8' : null
}
