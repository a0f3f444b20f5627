import { copyFile, mkdir, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'

/**
 * Keeps a copy of a processed file under a time-stamped name, `20260302_050024_Calcium.csv`; returns its path. The
 * copy gets its name when it is whole. Throws what copying throws.
 */
export async function archiveFile(path: string, directory: string, stamp: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o750 })
  const kept = join(directory, `${stamp}_${basename(path)}`)
  await copyFile(path, `${kept}.part`)
  await rename(`${kept}.part`, kept)
  return kept
}
