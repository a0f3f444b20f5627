import type { LineBlock } from '../../../exchange/read-lines.ts'
import { normalisedIne } from '../line/ine.ts'
import { byteClass, classOfByte, holdsUtf8Sequence, latin1Text, visibleBit } from '../line/latin1.ts'

/** Counts over the lines of a student file, in constant memory. */
export interface LineCensus {
  /** Counts the lines of a block but the header. */
  add(block: LineBlock): void
  readonly lines: number
  readonly blankLines: number
  /** Lines that hold a valid UTF-8 sequence. */
  readonly linesWithUtf8: number
  /** Lines whose COD_NNE has the shape of a national number. */
  readonly linesWithIne: number
  /** By position: lines that have something there. */
  readonly filled: Uint32Array
}

const semicolon = 0x3b
const noBreakSpace = 0xa0
const utf8Both = byteClass.utf8Lead | byteClass.utf8Rest

/** `columns` positions are counted; `ineAt` is the position of COD_NNE, -1 where there is none. */
export function lineCensus(columns: number, ineAt: number): LineCensus {
  const filled = new Uint32Array(columns)
  let lines = 0
  let blankLines = 0
  let linesWithUtf8 = 0
  let linesWithIne = 0

  function addLine(bytes: Buffer, start: number, end: number): void {
    let seen = 0
    let column = 0
    let something = false
    let fieldStart = start
    for (let index = start; index <= end; index++) {
      const byte = index < end ? bytes[index]! : semicolon
      if (byte !== semicolon) {
        seen |= classOfByte[byte]!
        if (!something && byte !== noBreakSpace && (classOfByte[byte]! & visibleBit) !== 0) something = true
        continue
      }
      if (something && column < columns) {
        filled[column]!++
        if (column === ineAt && normalisedIne(latin1Text(bytes, fieldStart, index).trim()) !== null)
          linesWithIne++
      }
      something = false
      column++
      fieldStart = index + 1
    }
    if ((seen & visibleBit) === 0) {
      blankLines++
      return
    }
    lines++
    if ((seen & utf8Both) === utf8Both && holdsUtf8Sequence(bytes, start, end)) linesWithUtf8++
  }

  return {
    add({ bytes, count, starts, ends, firstNumber }) {
      for (let index = firstNumber === 1 ? 1 : 0; index < count; index++)
        addLine(bytes, starts[index]!, ends[index]!)
    },
    get lines() {
      return lines
    },
    get blankLines() {
      return blankLines
    },
    get linesWithUtf8() {
      return linesWithUtf8
    },
    get linesWithIne() {
      return linesWithIne
    },
    filled,
  }
}
