import type { FileHandle } from 'node:fs/promises'
import { type FilePlace, readLines } from '../read-lines.ts'
import type { FileScan } from '../scan-file.ts'
import { type CheckedHeader, checkHeader, type HeaderNames } from './check-header.ts'
import type { ColumnRules, CommandFormat } from './command-format.ts'
import { decodeAscii, decoderOf } from './decode-line.ts'
import type { FileFault } from './file-fault.ts'
import { noHeader } from './file-faults.ts'
import { headerTooLong } from './header-faults.ts'
import { lineKind } from './line-kind.ts'
import { longestRow } from './row-messages.ts'

export interface FoundHeader {
  readonly line: number
  /** Byte for byte, with its line end where it has one. */
  readonly raw: Uint8Array
  readonly end: FilePlace
  readonly names: HeaderNames
  readonly before: LinesBefore
}

/** Lines above the header that are none of it. */
export interface LinesBefore {
  readonly blank: number
  readonly comments: number
  readonly oldComments: readonly number[]
}

/** Lines that may be an indented header: a file may begin with any number of indented comments. */
const mostIndented = 20

/**
 * The header is the first line that is neither blank nor a comment. Where that line is no header, an earlier one may be,
 * which was taken for an old-style comment because it is indented (F23 against F11).
 */
export async function findHeader(
  file: FileHandle,
  scan: FileScan,
  reading: {
    readonly encoding: 'utf-8' | 'iso-8859-1'
    readonly format: CommandFormat
    readonly rules: ColumnRules
    readonly from: FilePlace
  },
): Promise<{ ok: true; header: FoundHeader } | { ok: false; faults: readonly FileFault[] }> {
  const { format, rules, from } = reading
  const decode = decoderOf(reading.encoding)
  const before = { blank: 0, comments: 0, oldComments: [] as number[] }
  let indented: FoundHeader | null = null
  const { lineEnd, longestLine } = scan
  for await (const block of readLines(file, { lineEnd, longestLine, from, limit: longestRow })) {
    const { bytes, starts, ends, nexts, offset } = block
    if (block.tooLong !== undefined) {
      const kind = lineKind(decodeAscii(bytes, 0, 80), format.oldComments)
      if (kind === 'comment') before.comments++
      else if (kind === 'old-comment') before.oldComments.push(block.firstNumber)
      else return { ok: false, faults: [headerTooLong(block.firstNumber)] }
    }
    for (let index = 0; index < block.count; index++) {
      const line = block.firstNumber + index
      const text = decode(bytes, starts[index]!, ends[index]!)
      const kind = lineKind(text, format.oldComments)
      if (kind === 'blank') before.blank++
      else if (kind === 'comment') before.comments++
      else {
        const candidate: boolean = kind === 'row' || (indented === null && mayBeHeader(text, before))
        const checked: CheckedHeader | null = candidate ? checkHeader(text, line, rules, format) : null
        if (checked?.ok) {
          const found: FoundHeader = {
            line,
            raw: Uint8Array.from(bytes.subarray(starts[index]!, nexts[index]!)),
            end: { offset: offset + nexts[index]!, line: line + 1 },
            names: checked.names,
            before: { ...before, oldComments: [...before.oldComments] },
          }
          if (kind === 'row') return { ok: true, header: found }
          indented = found
        } else if (kind === 'row' && indented === null) return checked!
        else if (kind === 'row') return { ok: true, header: indented! }
        before.oldComments.push(line)
      }
    }
  }
  return indented === null ? { ok: false, faults: [noHeader()] } : { ok: true, header: indented }
}

function mayBeHeader(text: string, before: LinesBefore): boolean {
  return text.startsWith(' ') && before.oldComments.length < mostIndented
}
