import type { FileArea } from '../../exchange/file-area/file-area.ts'
import type { Text } from '../../platform/text.ts'
import type { SyncOperation } from '../operations.ts'
import { wildcardMode } from '../settings/common.ts'
import { fileNameOf, filesFor } from './file-pattern.ts'
import type { SettingsSnapshot } from './settings-snapshot.ts'
import type { StoredSource } from './sync-request.ts'

export interface CommandFiles {
  /** The configured name or pattern, else the default. */
  readonly pattern: string
  /** All that there are, by name. */
  readonly files: readonly StoredSource[]
  /** How many of them one run takes, of those that it takes at all. */
  readonly take: 'all' | 'first'
}

/** Which of the stored files an operation takes when nobody names one (learning.md 4.1). */
export async function commandFilesOf(
  operation: SyncOperation,
  settings: SettingsSnapshot,
  area: FileArea,
): Promise<CommandFiles> {
  const pattern = fileNameOf(operation, settings)
  const files = filesFor(pattern, await area.list('commands')).map(
    ({ shelf, name, bytes, modifiedNs }): StoredSource => ({
      kind: 'stored',
      shelf,
      name,
      bytes,
      modifiedNs: String(modifiedNs),
      preconfigured: true,
    }),
  )
  return { pattern, files, take: settings[wildcardMode.key] === 'first' ? 'first' : 'all' }
}

/** Why there is nothing to do. */
export function missingFile(pattern: string): Text {
  return pattern.includes('*')
    ? { fr: `Aucun fichier disponible pour le motif ${pattern}`, en: `No file matches ${pattern}` }
    : { fr: `Le fichier ${pattern} n’a pas été trouvé`, en: `The file ${pattern} was not found` }
}
