import { createWriteStream } from 'node:fs'
import { chmod, type FileHandle, rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/**
 * Copies what `file` holds, from its beginning, to `target`: what was read, not what its path may be by now. The copy
 * gets its name when it is whole, with mode 0640, and replaces another of that name. Throws what copying throws.
 */
export async function copyOpenFile(file: FileHandle, target: string): Promise<void> {
  const part = `${target}.part`
  try {
    await pipeline(
      file.createReadStream({ start: 0, autoClose: false }),
      createWriteStream(part, { mode: 0o640 }),
    )
    await chmod(part, 0o640)
    await rename(part, target)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
