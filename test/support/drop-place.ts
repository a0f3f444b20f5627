import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DropAlarm } from '../../src/exchange/drop/drop-alarms.ts'
import { pullDropDirectory } from '../../src/exchange/drop/pull-drop-directory.ts'
import type { PullOptions } from '../../src/exchange/drop/pull-options.ts'
import type { PullReport } from '../../src/exchange/drop/pull-report.ts'
import { type FileArea, fileArea } from '../../src/exchange/file-area/file-area.ts'
import type { Shelf } from '../../src/exchange/file-area/shelf.ts'
import { type ManualClock, manualClock } from '../../src/platform/clock.ts'
import type { Database } from '../../src/platform/database.ts'

/** A drop directory, the area that it is pulled into, and a clock moved by hand. */
export interface DropPlace {
  readonly root: string
  readonly directory: string
  readonly area: FileArea
  readonly clock: ManualClock
  readonly alarms: DropAlarm[]
  readonly said: string[]
  /** Leaves a file that was last written `ageSeconds` ago by the clock. Default: a minute. */
  leave(name: string, text: string | Buffer, ageSeconds?: number): void
  pass(seconds: number): void
  pull(changes?: Partial<PullOptions>): Promise<PullReport>
  /** Names that agents see. */
  lying(): string[]
  /** Contents by name. */
  on(shelf: Shelf): Record<string, string>
  forget(): void
}

export const usualRules = { staleAfterHours: 3, doneMarker: false, largestBytes: 1_000_000 }

export function dropPlace(database: Database, start = '2026-11-22T08:00:00Z'): DropPlace {
  const root = mkdtempSync(join(tmpdir(), 'nocturne-drop-'))
  const directory = join(root, 'sync')
  mkdirSync(directory)
  const clock = manualClock(start)
  const area = fileArea(join(root, 'files'), { clock })
  const alarms: DropAlarm[] = []
  const said: string[] = []
  return {
    root,
    directory,
    area,
    clock,
    alarms,
    said,
    leave(name, text, ageSeconds = 60) {
      writeFileSync(join(directory, name), text)
      const at = clock.now().epochMilliseconds / 1000 - ageSeconds
      utimesSync(join(directory, name), at, at)
    },
    pass: (seconds) => clock.set(clock.now().add({ milliseconds: Math.round(seconds * 1000) })),
    pull: (changes = {}) =>
      pullDropDirectory({
        directory,
        area,
        pool: database.pool,
        clock,
        host: 'node-a',
        log: { info: (text) => said.push(text), warn: (text) => said.push(text) },
        tellAlarm: async (_, alarm) => void alarms.push(alarm),
        rules: usualRules,
        ...changes,
      }),
    lying: () => readdirSync(directory).filter((name) => name !== '.nocturne'),
    on: (shelf) => contents(join(root, 'files', shelf)),
    forget: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** Files of a folder, hidden ones too: what a crash left is seen. */
export function contents(folder: string): Record<string, string> {
  let names: string[] = []
  try {
    names = readdirSync(folder)
  } catch {
    // Nothing came.
  }
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}
