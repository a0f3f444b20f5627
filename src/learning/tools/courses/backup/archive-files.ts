import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type TarHeader, unpackTar } from 'modern-tar'
import { fromBufferPromise } from 'yauzl'

export type ArchiveFiles =
  | { readonly ok: true; readonly files: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly why: 'not-archive' | 'damaged' | 'unsafe' | 'too-large' }

const gunzipped = promisify(gunzip)

class ArchiveRefused extends Error {
  readonly why: 'unsafe' | 'too-large'
  constructor(why: 'unsafe' | 'too-large') {
    super(why)
    this.why = why
  }
}

/**
 * The texts of a ZIP or of a gzip tar whose names `wanted` takes; nothing else is unpacked to memory. An archive that names a
 * file outside itself, or unpacks to more than `mostBytes` in all, is refused as a whole.
 */
export async function archiveFiles(
  archive: Uint8Array,
  wanted: (name: string) => boolean,
  mostBytes: number,
): Promise<ArchiveFiles> {
  const [first, second] = archive
  const read =
    first === 0x50 && second === 0x4b ? zipFiles : first === 0x1f && second === 0x8b ? tarFiles : null
  if (read === null) return { ok: false, why: 'not-archive' }
  try {
    return { ok: true, files: await read(archive, wanted, mostBytes) }
  } catch (error) {
    return { ok: false, why: error instanceof ArchiveRefused ? error.why : 'damaged' }
  }
}

type ReadFiles = (
  archive: Uint8Array,
  wanted: (name: string) => boolean,
  mostBytes: number,
) => Promise<Map<string, string>>

const zipFiles: ReadFiles = async (archive, wanted, mostBytes) => {
  const files = new Map<string, string>()
  // Names are checked here, so that a bad one is told as such; sizes by yauzl, against what the archive declares.
  const zip = await fromBufferPromise(Buffer.from(archive), { lazyEntries: true, decodeStrings: false })
  let bytes = 0
  for await (const entry of zip.eachEntry()) {
    const name = safeName((entry.fileName as unknown as Buffer).toString('utf8'))
    bytes += entry.uncompressedSize
    if (bytes > mostBytes) throw new ArchiveRefused('too-large')
    if (wanted(name)) files.set(name, await textOf(await zip.openReadStreamPromise(entry)))
  }
  return files
}

// The whole tar is unpacked to memory: streams that are cut short have been seen to wait for ever, a buffer ends.
const tarFiles: ReadFiles = async (archive, wanted, mostBytes) => {
  const tar = await gunzipped(archive, { maxOutputLength: mostBytes }).catch((error: unknown) => {
    const tooLarge = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE'
    throw tooLarge ? new ArchiveRefused('too-large') : error
  })
  const headers: TarHeader[] = []
  const entries = await unpackTar(tar, {
    filter: (header) => {
      headers.push(header)
      return wanted(header.name.replace(/^\.\//, ''))
    },
  })
  for (const { name, type } of headers) {
    safeName(name)
    if (type === 'symlink' || type === 'link') throw new ArchiveRefused('unsafe')
  }
  return new Map(
    entries.map(({ header, data }) => [safeName(header.name), Buffer.from(data ?? []).toString('utf8')]),
  )
}

function safeName(name: string): string {
  const parts = name.split('/')
  if (name.includes('\\') || name.includes('\0') || name.startsWith('/') || parts.includes('..'))
    throw new ArchiveRefused('unsafe')
  if (/^[A-Za-z]:/.test(name)) throw new ArchiveRefused('unsafe')
  return parts.filter((part) => part !== '.').join('/')
}

async function textOf(stream: Readable): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}
