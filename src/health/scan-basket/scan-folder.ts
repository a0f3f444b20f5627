import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { telltaleBytes } from './scanned-type.ts'

/** The private folder of scanned documents, created at first use. */
export async function scanFolder(dataDirectory: string): Promise<string> {
  const folder = join(dataDirectory, 'scan')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}

export function newStorageKey(): string {
  return randomBytes(16).toString('hex')
}

/** Where the bytes lie. `key` is one of ours: whatever else is asked for has no place. */
export function scanPath(dataDirectory: string, key: string): string {
  if (!isStorageKey(key)) throw new Error('not the storage key of a scanned document')
  return join(dataDirectory, 'scan', key)
}

function isStorageKey(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text)
}

export async function readBeginning(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(telltaleBytes), 0, telltaleBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Erases a file; says how many bytes that freed, 0 when it was gone already. */
export async function eraseScan(dataDirectory: string, key: string): Promise<number> {
  const path = scanPath(dataDirectory, key)
  try {
    const { size } = await stat(path)
    await rm(path)
    return size
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0
    throw error
  }
}

/** Keys of the files that lie there untouched since before `olderThanMs` (epoch); other files are none of ours. */
export async function oldKeys(dataDirectory: string, olderThanMs: number): Promise<string[]> {
  const folder = await scanFolder(dataDirectory)
  const keys: string[] = []
  for (const name of await readdir(folder)) {
    if (!isStorageKey(name)) continue
    const facts = await stat(join(folder, name)).catch(() => null)
    if (facts?.isFile() === true && facts.mtimeMs < olderThanMs) keys.push(name)
  }
  return keys
}
