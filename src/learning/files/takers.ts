import type { Settings } from '../../platform/settings.ts'
import { syncOperations } from '../operations.ts'
import { fileNameOf, matches } from '../sync/file-pattern.ts'
import { takeSnapshot } from '../sync/settings-snapshot.ts'

/** Tells the tools whose configured name or pattern takes a command file of this name. One question to the database. */
export async function readTakers(settings: Settings): Promise<(name: string) => string[]> {
  const snapshot = await takeSnapshot(settings)
  const wanted = syncOperations.map((operation) => ({
    tool: operation.tool,
    pattern: fileNameOf(operation, snapshot),
  }))
  return (name) => wanted.filter(({ pattern }) => matches(pattern, name)).map(({ tool }) => tool)
}
