import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where it lies. */
export function demoKeysFile(dataDirectory: string): string {
  return join(dataDirectory, 'encryption.keys')
}

/**
 * The key of the demonstration, made at its first start and kept in its data folder, for the account that plays it
 * alone. Real installations keep theirs elsewhere (docs/encryption.md).
 */
export async function demoKeys(dataDirectory: string): Promise<string[]> {
  const path = demoKeysFile(dataDirectory)
  await mkdir(dataDirectory, { recursive: true })
  try {
    // Two demonstrations that start together: one makes it, both read it.
    await writeFile(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return (await readFile(path, 'utf8')).split('\n').filter(Boolean)
}
