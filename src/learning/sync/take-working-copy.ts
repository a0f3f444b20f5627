import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { copyOpenFile } from '../../exchange/copy-open-file.ts'
import { type FileScan, scanFile } from '../../exchange/scan-file.ts'
import type { SyncPlace } from './sync-place.ts'
import type { SourceFile } from './sync-request.ts'
import { makeWorkFolder, workingCopy } from './work-folder.ts'

/** Copies the file to the exchange's folder; says what was copied, of a stored file with what it was at that moment. */
export async function takeWorkingCopy(
  { context, area }: SyncPlace,
  source: SourceFile,
  exchangeId: number,
): Promise<{ source: SourceFile; scan: FileScan }> {
  let opened = source
  let handle: FileHandle
  if (source.kind === 'stored') {
    const stored = await area.open(source.shelf, source.name)
    if (stored === null) throw new Error(`le fichier ${source.name} n'a pas été trouvé`)
    handle = stored.handle
    opened = { ...source, bytes: stored.bytes, modifiedNs: String(stored.modifiedNs) }
  } else handle = await openRegularFile(source.path)
  try {
    const before = await handle.stat({ bigint: true })
    const path = workingCopy(await makeWorkFolder(context.place.dataDirectory, exchangeId))
    await copyOpenFile(handle, path)
    const after = await handle.stat({ bigint: true })
    if (after.size !== before.size || after.mtimeNs !== before.mtimeNs)
      throw new Error("le fichier est en cours d'écriture : rien n'a été appliqué")
    const copy = await open(path, 'r')
    try {
      // A copy that a power cut takes away could not be gone on with.
      await copy.sync()
      return { source: opened, scan: await scanFile(copy, context.signal) }
    } finally {
      await copy.close()
    }
  } finally {
    await handle.close()
  }
}

async function openRegularFile(path: string): Promise<FileHandle> {
  // A pipe must not keep the run waiting for somebody to write.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT'
        ? new Error('le fichier à traiter est introuvable', { cause: error })
        : error
    },
  )
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw new Error("ce qui est à traiter n'est pas un fichier")
}
