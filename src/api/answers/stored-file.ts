import { Temporal } from 'temporal-polyfill'
import type { FileArea } from '../../exchange/file-area/file-area.ts'
import { readTakers } from '../../learning/files/takers.ts'
import type { Settings } from '../../platform/settings.ts'
import { openStoredFile } from '../open-stored-file.ts'
import type { Shelf, StoredFile } from '../schemas/learning.ts'

/** A file as lists show it. `takers` says which tools take a command file of this name. */
export function storedFileAnswer(
  file: {
    readonly shelf: Shelf
    readonly name: string
    readonly bytes: number
    readonly modifiedAt: { toString(): string }
  },
  takers: (name: string) => readonly string[],
): StoredFile {
  const { shelf, name, bytes, modifiedAt } = file
  return {
    shelf,
    name,
    bytes,
    modifiedAt: modifiedAt.toString(),
    takenBy: shelf === 'commands' ? [...takers(name)] : [],
  }
}

/** The same of a file that was put there just now, as it lies there. */
export async function storedFileNow(
  area: FileArea,
  settings: Settings,
  shelf: Shelf,
  name: string,
): Promise<StoredFile> {
  const { handle, bytes, modifiedMs } = await openStoredFile(area, shelf, name)
  await handle.close()
  const modifiedAt = Temporal.Instant.fromEpochMilliseconds(modifiedMs)
  return storedFileAnswer({ shelf, name, bytes, modifiedAt }, await readTakers(settings))
}
