import { type FileHandle, mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { copyOpenFile } from './copy-open-file.ts'

/**
 * Keeps a copy of a processed file under a time-stamped name, `20260302_050024_Calcium.csv`; returns its path.
 * `file` is the one that was processed: under its path another may lie by now. Throws what copying throws.
 */
export async function archiveFile(
  file: FileHandle,
  kept: { readonly fileName: string; readonly directory: string; readonly stamp: string },
): Promise<string> {
  await mkdir(kept.directory, { recursive: true, mode: 0o750 })
  const path = join(kept.directory, `${kept.stamp}_${basename(kept.fileName)}`)
  await copyOpenFile(file, path)
  return path
}
