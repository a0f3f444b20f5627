import { isAscii } from 'node:buffer'
import type { FileHandle } from 'node:fs/promises'
import { type FilePlace, type LineBlock, readLines } from '../read-lines.ts'
import type { FileScan } from '../scan-file.ts'
import type { CommandFormat } from './command-format.ts'
import { type DecodeLine, decodeAscii, decoderOf, unreadableCharacter } from './decode-line.ts'
import { beginsRow, lineKind } from './line-kind.ts'
import type { CommandHeader } from './open-command-file.ts'
import type { Row } from './row.ts'
import * as messages from './row-messages.ts'
import { splitCells } from './split-cells.ts'
import type { LineMessage } from './verdict.ts'

/** Consecutive lines of a command file, in its order: about 256 KiB of them, however many that makes. */
export interface RowBatch {
  readonly entries: readonly RowEntry[]
  /** Where the next batch begins. */
  readonly end: FilePlace
}

/** One physical line. `end` is where the next one begins: processing can stop after any line and go on there. */
export interface RawLine {
  readonly line: number
  readonly offset: number
  readonly end: FilePlace
  /** Byte for byte, line end included; null: too long to be held, it stands in the file from `offset` to `end.offset`. */
  readonly raw: Uint8Array | null
}

export type RowEntry = RawLine &
  (
    | { readonly kind: 'row'; readonly row: Row; readonly warnings: readonly LineMessage[] }
    /** Cannot be split into cells, or not into the right number of them: rejected. */
    | { readonly kind: 'malformed'; readonly messages: readonly LineMessage[] }
    /** Begins with `#`. */
    | { readonly kind: 'comment' }
    /** Begins with a space, `(`, `[`, `-` or `/`: ignored as the reference does, but told (F11). */
    | { readonly kind: 'old-comment'; readonly message: LineMessage }
    | { readonly kind: 'blank' }
  )

/**
 * Reads the rows of a command file from `from` on (`header.rows` at first), in constant memory. Throws what reading throws;
 * what is wrong with a line is said by its entry.
 */
export async function* readRows(
  file: FileHandle,
  scan: FileScan,
  header: CommandHeader,
  format: CommandFormat,
  from: FilePlace,
): AsyncGenerator<RowBatch> {
  const layout = layoutOf(header, format)
  const { lineEnd, longestLine } = scan
  for await (const block of readLines(file, { lineEnd, longestLine, from, limit: messages.longestRow })) {
    const entries = block.tooLong === undefined ? entriesOf(block, layout) : [passedOver(block, layout)]
    yield { entries, end: entries.at(-1)!.end }
  }
}

/** How the lines of one file become rows. */
interface Layout {
  readonly separator: string | null
  readonly decode: DecodeLine
  readonly oldComments: boolean
  /** Cells that a row must have, and may have. */
  readonly least: number
  readonly most: number
  /** One more cell is no surprise: the header has it too. */
  readonly emptyLastCell: boolean
  readonly places: ReadonlyMap<string, number>
  readonly columns: readonly string[]
}

function layoutOf(header: CommandHeader, format: CommandFormat): Layout {
  const headless = format.columns === null
  const places = new Map<string, number>()
  header.cells.forEach((name, index) => {
    if (name !== null) places.set(name, index)
  })
  return {
    // A file of identifiers has no separator: the whole line is the identifier (learning.md 1.4).
    separator: headless && header.cells.length === 1 ? null : format.separator,
    decode: decoderOf(header.encoding),
    oldComments: format.oldComments,
    least: headless ? 1 : header.cells.length,
    most: header.cells.length,
    emptyLastCell: header.emptyLastCell,
    places,
    columns: header.columns,
  }
}

function entriesOf(block: LineBlock, layout: Layout): RowEntry[] {
  const { count, starts, ends, nexts, firstNumber, offset: blockOffset } = block
  // The block is read over again by the next one, and entries are kept until their chunk is done.
  const bytes = Buffer.from(block.bytes.subarray(0, nexts[count - 1]))
  const decode = isAscii(bytes) ? decodeAscii : layout.decode
  const entries: RowEntry[] = new Array(count)
  for (let index = 0; index < count; index++) {
    const start = starts[index]!
    const end = ends[index]!
    const place = { line: firstNumber + index, bytes, blockOffset, start, next: nexts[index]! }
    entries[index] =
      end - start > messages.longestRow
        ? overlong(place, bytes.subarray(start), layout)
        : entryOf(place, decode(bytes, start, end), layout)
  }
  return entries
}

function entryOf(place: Place, text: string, layout: Layout): RowEntry {
  if (!beginsRow(text)) {
    const kind = lineKind(text, layout.oldComments)
    if (kind !== 'row') return ignored(place, kind, text)
  }
  const unreadable = unreadableCharacter(text)
  if (unreadable !== null) return new MalformedLine(place, messages.unreadable(unreadable))
  const split = splitCells(text, layout.separator)
  if (!split.ok) return new MalformedLine(place, messages.unreadableQuotes(split.fault, split.cell))
  const { cells } = split
  if (cells.length > layout.most) return longLine(place, cells, layout)
  if (cells.length < layout.least)
    return new MalformedLine(place, messages.shortRow(cells.length, layout.least))
  return new RowLine(place, new CellRow(place.line, cells, layout), noMessages)
}

function longLine(place: Place, cells: readonly string[], layout: Layout): RowEntry {
  const found = cells.length
  if (cells.slice(layout.most).some((cell) => cell !== ''))
    return new MalformedLine(place, messages.longRow(found, layout.most))
  const expected = found === layout.most + 1 && layout.emptyLastCell
  const warnings = expected ? noMessages : [messages.extraEmptyCells(found, layout.most)]
  return new RowLine(place, new CellRow(place.line, cells, layout), warnings)
}

/** A line that was passed over: its place in the file is all that is kept of it. */
function passedOver(block: LineBlock, layout: Layout): RowEntry {
  const { firstNumber: line, offset: blockOffset } = block
  const next = block.tooLong!.next.offset - blockOffset
  return overlong({ line, bytes: null, blockOffset, start: 0, next }, block.bytes, layout)
}

/** A comment may be as long as it likes. */
function overlong(place: Place, beginning: Uint8Array, layout: Layout): RowEntry {
  const text = decodeAscii(beginning, 0, Math.min(beginning.length, 80))
  const kind = lineKind(text, layout.oldComments)
  if (kind === 'comment' || kind === 'old-comment') return ignored(place, kind, text)
  return new MalformedLine(place, messages.lineTooLong())
}

function ignored(place: Place, kind: 'blank' | 'comment' | 'old-comment', text: string): RowEntry {
  return kind === 'old-comment' ? new OldCommentLine(place, text[0]!) : new IgnoredLine(place, kind)
}

/** Where a line stands: `bytes` from `start` to `next`, `bytes[0]` being the file's byte `blockOffset`. */
interface Place {
  readonly line: number
  readonly bytes: Buffer | null
  readonly blockOffset: number
  readonly start: number
  readonly next: number
}

/* Classes, because what few ask for (raw bytes, where the next line begins) is made when it is asked for. */

abstract class PlacedLine implements RawLine {
  readonly #place: Place
  constructor(place: Place) {
    this.#place = place
  }
  get line(): number {
    return this.#place.line
  }
  get offset(): number {
    return this.#place.blockOffset + this.#place.start
  }
  get end(): FilePlace {
    return { offset: this.#place.blockOffset + this.#place.next, line: this.#place.line + 1 }
  }
  get raw(): Uint8Array | null {
    return this.#place.bytes?.subarray(this.#place.start, this.#place.next) ?? null
  }
}

class RowLine extends PlacedLine {
  readonly kind = 'row'
  readonly row: Row
  readonly warnings: readonly LineMessage[]
  constructor(place: Place, row: Row, warnings: readonly LineMessage[]) {
    super(place)
    this.row = row
    this.warnings = warnings
  }
}

class MalformedLine extends PlacedLine {
  readonly kind = 'malformed'
  readonly messages: readonly LineMessage[]
  constructor(place: Place, message: LineMessage) {
    super(place)
    this.messages = [message]
  }
}

class IgnoredLine extends PlacedLine {
  readonly kind: 'blank' | 'comment'
  constructor(place: Place, kind: 'blank' | 'comment') {
    super(place)
    this.kind = kind
  }
}

class OldCommentLine extends PlacedLine {
  readonly kind = 'old-comment'
  readonly message: LineMessage
  constructor(place: Place, first: string) {
    super(place)
    this.message = messages.oldComment(first)
  }
}

class CellRow implements Row {
  readonly line: number
  readonly #cells: readonly string[]
  readonly #layout: Layout
  constructor(line: number, cells: readonly string[], layout: Layout) {
    this.line = line
    this.#cells = cells
    this.#layout = layout
  }
  value(column: string): string | undefined {
    const place = this.#layout.places.get(column)
    // Only a file without header may have fewer cells than names.
    return place === undefined ? undefined : (this.#cells[place] ?? '')
  }
  text(column: string): string {
    return this.value(column) ?? ''
  }
  get columns(): readonly string[] {
    return this.#layout.columns
  }
}

const noMessages: readonly LineMessage[] = []
