import { createInterface } from 'node:readline'
import type { AreaFile } from './list-shelf.ts'
import type { OpenedAreaFile } from './open-area-file.ts'

const mostHits = 100
const mostHitsOfFile = 10
const mostFiles = 500
const mostBytes = 50 * 1024 * 1024
const longestExcerpt = 300

export interface TextHit {
  readonly name: string
  /** From 1. */
  readonly line: number
  /** The line, or as much of it as shows the text. */
  readonly text: string
}

export interface FoundText {
  readonly hits: readonly TextHit[]
  /** False: there may be more in older files, or in the same ones. */
  readonly complete: boolean
}

/** Looks for `wanted` in `files`, the newest first, without regard to case or accents. */
export async function searchFiles(
  files: readonly AreaFile[],
  wanted: string,
  open: (name: string) => Promise<OpenedAreaFile | null>,
): Promise<FoundText> {
  const needle = folded(wanted.trim())
  if (needle === '') return { hits: [], complete: true }
  const hits: TextHit[] = []
  const newest = [...files].sort((a, b) => (a.modifiedNs < b.modifiedNs ? 1 : -1))
  let budget = mostBytes
  let complete = newest.length <= mostFiles
  for (const { name, bytes } of newest.slice(0, mostFiles)) {
    if (bytes > budget) {
      complete = false
      continue
    }
    const room = Math.min(mostHitsOfFile, mostHits - hits.length)
    if (room <= 0) return { hits, complete: false }
    budget -= bytes
    const file = await open(name)
    if (file === null) continue
    const found = await searchFile(file, name, needle, room)
    hits.push(...found.hits)
    complete &&= found.complete
  }
  return { hits, complete }
}

async function searchFile(
  file: OpenedAreaFile,
  name: string,
  needle: string,
  room: number,
): Promise<FoundText> {
  const hits: TextHit[] = []
  const stream = file.handle.createReadStream({ start: 0, encoding: 'utf8' })
  let number = 0
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++
      const at = folded(line).indexOf(needle)
      if (at < 0) continue
      if (hits.length === room) return { hits, complete: false }
      hits.push({ name, line: number, text: excerpt(line, at) })
    }
    return { hits, complete: true }
  } finally {
    stream.destroy()
  }
}

function excerpt(line: string, at: number): string {
  if (line.length <= longestExcerpt) return line
  const start = Math.max(0, at - longestExcerpt / 3)
  return `${start > 0 ? '…' : ''}${line.slice(start, start + longestExcerpt)}…`
}

/** « Élève » is found by `eleve`. */
function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
