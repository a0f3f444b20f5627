import type { Clock } from '../../platform/clock.ts'
import type { SisKind } from '../../platform/connection-definitions.ts'
import type { Connections } from '../../platform/connections.ts'
import type { Settings } from '../../platform/settings.ts'
import { siscolNames } from './settings.ts'
import { csvSource } from './source/csv-source.ts'
import { databaseSource } from './source/database-source.ts'
import { pegaseSource } from './source/pegase-source.ts'
import type { SiscolSource } from './source/siscol-source.ts'

/** Where reference tables come from, without secrets; `place`: host or folder. */
export interface ConfiguredSource {
  readonly type: 'pegase' | 'database' | 'csv'
  readonly place: string
}

/** What the configuration says; null: kind D, or no address. Pégase's own services go before an address. */
export function configuredSource(connections: Connections | undefined): ConfiguredSource | null {
  if (connections === undefined || connections.sisKind === 'D') return null
  const { sisKind, pegase, siscolUrl } = connections
  if (sisKind === 'P' && pegase !== null) return { type: 'pegase', place: new URL(pegase.url).host }
  if (siscolUrl === null) return null
  const url = new URL(siscolUrl)
  if (url.protocol === 'file:') return { type: 'csv', place: decodeURIComponent(url.pathname) }
  return { type: 'database', place: `${url.host}${url.pathname}` }
}

/** The source and the kind of its rows; null: nothing is configured. It connects when it is first asked. */
export async function openSource(
  connections: Connections | undefined,
  settings: Settings,
  clock: Clock,
): Promise<{ source: SiscolSource; kind: SisKind } | null> {
  const configured = configuredSource(connections)
  if (configured === null) return null
  const { sisKind: kind, pegase, siscolUrl } = connections!
  if (configured.type === 'pegase') return { kind, source: pegaseSource(pegase!, clock) }
  const mapping = await settings.get(siscolNames)
  if (configured.type === 'csv') return { kind, source: csvSource(siscolUrl!, mapping) }
  return { kind, source: databaseSource(siscolUrl!, kind, mapping) }
}
