import type { Shelf } from '../../exchange/file-area/shelf.ts'
import type { FileScan } from '../../exchange/scan-file.ts'
import type { Text } from '../../platform/text.ts'
import type { OperationCode } from '../operations.ts'
import type { SettingsSnapshot } from './settings-snapshot.ts'
import type { ShownSimulation } from './shown-simulation.ts'

/** Where a command file comes from. */
export type SourceFile =
  | {
      readonly kind: 'stored'
      readonly shelf: Shelf
      readonly name: string
      readonly bytes: number
      /** As text: nanoseconds are more than a number holds. */
      readonly modifiedNs: string
      /** It lay where the settings say, so that cleaning up may remove it. */
      readonly preconfigured: boolean
    }
  | { readonly kind: 'upload' | 'path' | 'kept'; readonly path: string; readonly origin: StoredSource | null }

/** The stored file that a held copy was made of. */
export type StoredSource = Extract<SourceFile, { kind: 'stored' }>

/** All that processing a file depends on: kept with its progress, so that going on with it is doing the same. */
export interface SyncRequest {
  readonly operation: OperationCode
  /** What its sender called it, without folders. */
  readonly fileName: string
  readonly source: SourceFile
  readonly encoding: 'utf-8' | 'iso-8859-1'
  readonly separator: ';' | ','
  readonly settings: SettingsSnapshot
  readonly dryRun: boolean
  readonly startedAt: string
  /** In the names of what it leaves. */
  readonly stamp: string
  readonly person: string | null
  readonly mode: Text
  readonly scan: FileScan
  /** Of a real run: the simulation that was shown before. */
  readonly simulation?: ShownSimulation
}

/** The stored file that a request is about, whether it was read there or as a copy of it. */
export function storedSourceOf({ source }: Pick<SyncRequest, 'source'>): StoredSource | null {
  return source.kind === 'stored' ? source : source.origin
}
