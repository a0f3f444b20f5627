import { open } from 'node:fs/promises'
import { encodingRefusal } from '../../../exchange/encoding-refusal.ts'
import { type LineBlock, readLines } from '../../../exchange/read-lines.ts'
import { type FileScan, scanFile } from '../../../exchange/scan-file.ts'
import { encodingFault, studentFileFormat } from '../file-verdict.ts'
import { columnCount } from '../line/columns.ts'
import { checkHeader, headerFields } from '../line/header-check.ts'
import type { FormatVersion } from '../line/import-model.ts'
import { windowsText } from '../line/latin1.ts'
import { readNir } from '../line/nir.ts'
import { encodingProof } from './encoding-proof.ts'
import { lineCensus } from './line-census.ts'
import type { StudentFileReading } from './student-file-reading.ts'

const shownLines = 5
/** A header of 16 KiB may have thousands of names; a screen shows no more than these. */
const shownColumns = 100
const shownCharacters = 300

const formats: readonly FormatVersion[] = ['base', '1.2.0', '1.2.1']

/**
 * Reads a file once as the import would, in constant memory, and tells what it found. Nothing is looked up: the base
 * is not asked. Throws what reading throws.
 */
export async function readStudentFile(path: string): Promise<StudentFileReading & { sha256: string }> {
  const file = await open(path, 'r')
  try {
    const scan = await scanFile(file)
    // The formats differ in their columns only.
    const fault = encodingFault(scan, '1.2.1')
    const encodingRefused = fault === null ? null : { code: fault.code, message: fault.message }
    if (encodingRefused !== null && encodingRefusal(scan, studentFileFormat('1.2.1')) === 'not-text')
      return noText(scan, encodingRefused)

    const decode = decoderFor(scan)
    let header: string[] = ['']
    let census = lineCensus(0, -1)
    const firstLines: { line: number; fields: string[] }[] = []
    for await (const block of readLines(file, scan)) {
      if (block.firstNumber === 1) {
        header = headerFields(decode(block, 0)).slice(0, shownColumns)
        census = lineCensus(header.length, header.indexOf('COD_NNE'))
      }
      for (let index = 0; index < block.count && firstLines.length < shownLines; index++)
        if (block.firstNumber + index > 1)
          showLine(firstLines, decode(block, index), block.firstNumber + index)
      census.add(block)
    }

    const formatVersion = formats.find((version) => columnCount(version) === header.length) ?? null
    const headerErrors = checkHeader(header, formatVersion ?? '1.2.1').map((issue) => issue.message)
    const [headerError] = headerErrors
    const headerRefused = headerError === undefined ? null : { code: 'E_COHERENCE', message: headerError }
    const share = (lines: number) => (census.lines === 0 ? 0 : lines / census.lines)
    const nirAt = header.indexOf('COD_NNI')
    return {
      sha256: scan.sha256,
      refusal: encodingRefused ?? headerRefused,
      encoding: encodingProof(scan, census.linesWithUtf8),
      lineEnding: scan.lineEnding,
      lines: census.lines,
      blankLines: census.blankLines,
      header: header.map(shown),
      headerErrors,
      formatVersion,
      firstLines: firstLines.map(({ line, fields }) => ({
        line,
        fields: fields
          .slice(0, shownColumns)
          .map((value, index) => withoutNir(shown(value.trim()), index === nirAt)),
      })),
      fillRates: header.map((column, index) => ({
        column: shown(column),
        share: share(census.filled[index]!),
      })),
      ineShare: header.includes('COD_NNE') && census.lines > 0 ? share(census.linesWithIne) : null,
    }
  } finally {
    await file.close()
  }
}

/** What cannot be text is not shown as lines: one of them may be as long as the file. */
function noText(
  scan: FileScan,
  refusal: { code: string; message: string },
): StudentFileReading & { sha256: string } {
  return {
    sha256: scan.sha256,
    refusal,
    encoding: encodingProof(scan, 0),
    lineEnding: null,
    lines: 0,
    blankLines: 0,
    header: [],
    headerErrors: [],
    formatVersion: null,
    firstLines: [],
    fillRates: [],
    ineShare: null,
  }
}

/** A file refused because it is UTF-8 is shown as UTF-8, which is why it is refused. */
function decoderFor(scan: FileScan): (block: LineBlock, index: number) => string {
  const utf8 = scan.hasHighBytes && scan.validUtf8 ? new TextDecoder('utf-8') : null
  return ({ bytes, starts, ends }, index) =>
    utf8 === null
      ? windowsText(bytes, starts[index]!, ends[index]!)
      : utf8.decode(bytes.subarray(starts[index]!, ends[index]!))
}

function showLine(lines: { line: number; fields: string[] }[], text: string, line: number): void {
  if (/[^;\s]/.test(text)) lines.push({ line, fields: text.split(';') })
}

function shown(value: string): string {
  // What no screen and no JSON column can hold shows as the place that it takes.
  const visible = value.replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd')
  return visible.length <= shownCharacters ? visible : `${visible.slice(0, shownCharacters)}…`
}

/** The NIR appears nowhere (health.md 5-3), in its column or where a shifted line has put it. */
function withoutNir(value: string, isNirColumn: boolean): string {
  if (value === '') return value
  return isNirColumn || readNir(value).kind !== 'wrong-shape' ? '•••' : value
}
