import { fewestFields, widestColumnCount } from './columns.ts'
import type { Issue } from './issue.ts'
import { noIssues } from './issue.ts'
import { byteClass, classOfByte, holdsUtf8Sequence, latin1Text, visibleBit, windowsText } from './latin1.ts'
import { fieldCountAdjusted, unreadableCharacter, utf8SequenceInLine, wrongFieldCount } from './messages.ts'
import { looksShifted } from './shifted-line.ts'

/** What the bytes of one line are, before any rule on their values. */
export type LineFields =
  /** Only `;`, spaces and tabs: counted apart, never treated. */
  | { readonly kind: 'blank' }
  | { readonly kind: 'rejected'; readonly issue: Issue }
  | {
      readonly kind: 'fields'
      /** Always 46 trimmed values: those that the format or the line lacks are empty. */
      readonly fields: readonly string[]
      readonly warnings: readonly Issue[]
      /** Some value lost its surrounding quotes: `quotesRemoved` is said once per file. */
      readonly unquoted: boolean
    }

const blank: LineFields = { kind: 'blank' }

const semicolon = 0x3b
const quote = 0x22

/** No line of a file that is read has more separators: lines above 16 KiB are refused before. */
let fieldEnds = new Int32Array(256)

/**
 * Splits a line into trimmed values (health.md 3.1-2 and 3.6). `start` and `end` bound the line without its
 * line end; `number` is its physical number; `expected` the column count of the format; `truncated` says that
 * it is the last line and no line end follows it, in which case a short line is an interrupted transfer.
 */
export function readFields(
  bytes: Uint8Array,
  start: number,
  end: number,
  number: number,
  expected: number,
  truncated: boolean,
): LineFields {
  let seen = 0
  let count = 0
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!
    seen |= classOfByte[byte]!
    if (byte === semicolon) {
      if (count === fieldEnds.length) fieldEnds = widened(fieldEnds)
      fieldEnds[count++] = index
    }
  }
  if ((seen & visibleBit) === 0) return blank
  if (count === fieldEnds.length) fieldEnds = widened(fieldEnds)
  fieldEnds[count++] = end

  const found = count
  if (found !== expected) {
    if (found > expected) {
      // A stray `;` has shifted the values unless all that is too many is blank.
      if (!isBlank(bytes, fieldEnds[expected - 1]!, end))
        return { kind: 'rejected', issue: wrongFieldCount(found, expected, number) }
      count = expected
    } else if (found < fewestFields || truncated) {
      return { kind: 'rejected', issue: wrongFieldCount(found, expected, number) }
    }
  }
  if ((seen & byteClass.unreadable) !== 0) return { kind: 'rejected', issue: unreadableCharacter(number) }

  // One character a byte in both decodings: the ends found in the bytes hold in the text.
  const text =
    (seen & byteClass.windows) === 0 ? latin1Text(bytes, start, end) : windowsText(bytes, start, end)
  const fields = new Array<string>(widestColumnCount)
  let unquoted = false
  let from = start
  for (let index = 0; index < count; index++) {
    const next = fieldEnds[index]!
    let to = next
    while (from < to && isTrimmed(bytes[from]!)) from++
    while (to > from && isTrimmed(bytes[to - 1]!)) to--
    // A value that is only `"` is data: two quotes are needed to lose two.
    if (to - from >= 2 && bytes[from] === quote && bytes[to - 1] === quote) {
      unquoted = true
      from++
      to--
      while (from < to && isTrimmed(bytes[from]!)) from++
      while (to > from && isTrimmed(bytes[to - 1]!)) to--
    }
    fields[index] = from === to ? '' : text.slice(from - start, to - start)
    from = next + 1
  }
  for (let index = count; index < widestColumnCount; index++) fields[index] = ''
  if (found > expected && looksShifted(fields))
    return { kind: 'rejected', issue: wrongFieldCount(found, expected, number) }

  return {
    kind: 'fields',
    fields,
    warnings:
      found === expected && (seen & byteClass.utf8Lead) === 0
        ? noIssues
        : lineWarnings(bytes, start, end, found, expected),
    unquoted,
  }
}

function lineWarnings(
  bytes: Uint8Array,
  start: number,
  end: number,
  found: number,
  expected: number,
): readonly Issue[] {
  const adjusted = found !== expected
  const utf8 = holdsUtf8Sequence(bytes, start, end)
  if (!adjusted && !utf8) return noIssues
  const warnings: Issue[] = []
  if (adjusted) warnings.push(fieldCountAdjusted(found, expected))
  if (utf8) warnings.push(utf8SequenceInLine())
  return warnings
}

/** Space, tab, no-break space. */
function isTrimmed(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0xa0
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let index = from; index < to; index++) {
    const byte = bytes[index]!
    if (byte !== semicolon && !isTrimmed(byte)) return false
  }
  return true
}

function widened(ends: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(ends.length * 2)
  wider.set(ends)
  return wider
}
