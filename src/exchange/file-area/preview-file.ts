import type { FileHandle } from 'node:fs/promises'

/** No line of a preview goes beyond this much of the file. */
const longestPreviewBytes = 256 * 1024

export interface Preview {
  readonly lines: readonly string[]
  /** Whether these are all the lines of the file. */
  readonly complete: boolean
  /** How the bytes were read for showing; what a run reads is what its settings say. */
  readonly encoding: 'UTF-8' | 'ISO-8859-1'
}

/** The first lines of a file, for somebody to look at. */
export async function previewFile(file: FileHandle, lines: number): Promise<Preview> {
  const buffer = Buffer.alloc(longestPreviewBytes)
  const { bytesRead } = await file.read(buffer, 0, longestPreviewBytes, 0)
  const { size } = await file.stat()
  const whole = bytesRead >= size
  const { text, encoding } = decode(buffer.subarray(0, bytesRead), whole)
  const all = text.split(/\r\n|\r|\n/)
  // What follows the last line break is no line; what the limit cut is one, shown as far as it goes.
  if (whole && all.at(-1) === '') all.pop()
  return { lines: all.slice(0, lines), complete: whole && all.length <= lines, encoding }
}

function decode(bytes: Uint8Array, whole: boolean): { text: string; encoding: Preview['encoding'] } {
  try {
    // A character cut by the limit is not a fault of the file.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole })
    return { text, encoding: 'UTF-8' }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'ISO-8859-1' }
  }
}
