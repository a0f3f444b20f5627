import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/**
 * The text of the regular file at `path`, or null: it is not there, is longer than `mostBytes`, is a link (which may lead to
 * what its maker must not see), or a pipe, at which one would wait for ever.
 */
export async function readSmallFile(path: string, mostBytes: number): Promise<string | null> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => null,
  )
  if (file === null) return null
  try {
    const found = await file.stat()
    if (!found.isFile() || found.size > mostBytes) return null
    const buffer = Buffer.alloc(mostBytes)
    const { bytesRead } = await file.read(buffer, 0, mostBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch {
    return null
  } finally {
    await file.close()
  }
}
