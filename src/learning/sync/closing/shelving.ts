import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunContext } from '../../../batch/run-context.ts'
import type { Shelf } from '../../../exchange/file-area/shelf.ts'
import { publish } from '../published.ts'

/** Gives what a file leaves its names on the shelves, and remembers them. */
export interface Shelving {
  /** Returns the name that it got; null: there is no such file to put there. */
  put(shelf: Shelf, name: string, workPath: string): Promise<string | null>
  /** Makes all that was put away known as files of the run. */
  tellRun(files: RunContext['files']): Promise<void>
}

export function openShelving(shelves: string): Shelving {
  const kept: { shelf: Shelf; name: string }[] = []
  return {
    async put(shelf, name, workPath) {
      if ((await stat(workPath).catch(() => null)) === null) return null
      const given = await publish(shelves, shelf, name, workPath)
      kept.push({ shelf, name: given })
      return given
    },
    async tellRun(files) {
      for (const { shelf, name } of kept) {
        await files.add(join(shelves, shelf, name), {
          personal: true,
          ...(shelf === 'journals' ? { mediaType: 'application/x-ndjson' } : {}),
        })
      }
    },
  }
}
