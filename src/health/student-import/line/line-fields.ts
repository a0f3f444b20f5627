import type { Issue } from '../messages/issue.ts'
import { noIssues } from '../messages/issue.ts'
import {
  fieldCountAdjusted,
  unreadableCharacter,
  utf8SequenceInLine,
  wrongFieldCount,
} from '../messages/messages.ts'
import { fewestFields, widestColumnCount } from './columns.ts'
import { byteClass, classOfByte, holdsUtf8Sequence, latin1Text, visibleBit, windowsText } from './latin1.ts'
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

/** Only a line with bytes of both kinds can hold a UTF-8 sequence. */
const utf8Both = byteClass.utf8Lead | byteClass.utf8Rest

const semicolon = 0x3b
const quote = 0x22

/** Where the fields of the line being read end. Kept between lines: one list less for each. */
let fieldEnds: Int32Array = new Int32Array(256)

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
  // Classes of the bytes beside the separators: whether any value has something to take off.
  let edges = start < end ? classOfByte[bytes[start]!]! | classOfByte[bytes[end - 1]!]! : 0
  let ends = fieldEnds
  let count = 0
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!
    seen |= classOfByte[byte]!
    if (byte === semicolon) {
      if (count === ends.length) ends = widenEnds()
      ends[count++] = index
      if (index > start) edges |= classOfByte[bytes[index - 1]!]!
      if (index + 1 < end) edges |= classOfByte[bytes[index + 1]!]!
    }
  }
  if ((seen & visibleBit) === 0) return blank
  if (count === ends.length) ends = widenEnds()
  ends[count++] = end

  const found = count
  if (found !== expected) {
    if (found > expected) {
      // A stray `;` has shifted the values unless all that is too many is blank.
      if (!isBlank(bytes, ends[expected - 1]!, end))
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
  if ((edges & byteClass.edge) === 0) cutText(text, start, ends, count, fields)
  else unquoted = cutTrimmed(bytes, text, start, ends, count, fields)
  for (let index = count; index < widestColumnCount; index++) fields[index] = ''
  if (found > expected && looksShifted(fields))
    return { kind: 'rejected', issue: wrongFieldCount(found, expected, number) }

  return {
    kind: 'fields',
    fields,
    warnings:
      found === expected && (seen & utf8Both) !== utf8Both
        ? noIssues
        : lineWarnings(bytes, start, end, found, expected),
    unquoted,
  }
}

/** Cuts the text at the field ends, where no value has anything to take off. */
function cutText(text: string, start: number, ends: Int32Array, count: number, fields: string[]): void {
  let from = 0
  for (let index = 0; index < count; index++) {
    const to = ends[index]! - start
    fields[index] = from === to ? '' : text.slice(from, to)
    from = to + 1
  }
}

/** The same with trimming and quotes; true when a value lost its quotes. */
function cutTrimmed(
  bytes: Uint8Array,
  text: string,
  start: number,
  ends: Int32Array,
  count: number,
  fields: string[],
): boolean {
  let unquoted = false
  let from = start
  for (let index = 0; index < count; index++) {
    const next = ends[index]!
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
  return unquoted
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

function widenEnds(): Int32Array {
  const wider = new Int32Array(fieldEnds.length * 2)
  wider.set(fieldEnds)
  fieldEnds = wider
  return wider
}
