import type { Trigger } from '../../batch/run-state.ts'
import type { Text } from '../../platform/text.ts'
import { fileEncoding, fileSeparator } from '../settings/common.ts'
import type { SettingsSnapshot } from './settings-snapshot.ts'
import type { SyncRequest } from './sync-request.ts'

/** Separator and encoding of a file: those said for it alone, else the settings'. */
export function formatOf(
  settings: SettingsSnapshot,
  own: {
    readonly separator?: SyncRequest['separator'] | undefined
    readonly encoding?: SyncRequest['encoding'] | undefined
  },
): Pick<SyncRequest, 'separator' | 'encoding'> {
  const stored = ({ key, default: usual }: { readonly key: string; readonly default: unknown }) =>
    settings[key] ?? usual
  return {
    separator: own.separator ?? (stored(fileSeparator) as SyncRequest['separator']),
    encoding: own.encoding ?? (stored(fileEncoding) as SyncRequest['encoding']),
  }
}

/** How a run came about, as reports say it. */
export const modeWords: Readonly<Record<Trigger, Text>> = {
  schedule: { fr: 'planifié', en: 'planned' },
  'catch-up': { fr: 'planifié (rattrapage)', en: 'planned (catch-up)' },
  manual: { fr: 'manuel', en: 'manual' },
  cli: { fr: 'ligne de commande', en: 'command line' },
  api: { fr: 'API', en: 'API' },
  file: { fr: 'arrivée d’un fichier', en: 'arrival of a file' },
  retry: { fr: 'reprise automatique', en: 'automatic retry' },
}
