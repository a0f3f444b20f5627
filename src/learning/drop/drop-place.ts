import { hostname } from 'node:os'
import { join } from 'node:path'
import type { DropRules } from '../../exchange/drop/drop-rules.ts'
import { type DropState, readDropState } from '../../exchange/drop/drop-state.ts'
import { pullDropDirectory } from '../../exchange/drop/pull-drop-directory.ts'
import type { PullReport } from '../../exchange/drop/pull-report.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Settings } from '../../platform/settings.ts'
import { learningFiles } from '../files/learning-files.ts'
import { dropDirectory, dropDoneMarker, dropLargestMegabytes, dropStaleAfterHours } from '../settings/drop.ts'
import { postAlarm } from './post-alarm.ts'

/** What the learning platform's drop directory stands on: part of every run's context. */
export interface DropSurroundings {
  readonly database: Database
  readonly settings: Settings
  readonly clock: Clock
  readonly place: { readonly dataDirectory: string; readonly timeZone: string }
}

/** Where files are dropped: as set, else `<data>/sync`. */
export async function learningDropDirectory({ settings, place }: DropSurroundings): Promise<string> {
  return (await settings.get(dropDirectory)) ?? join(place.dataDirectory, 'sync')
}

async function rulesOf(settings: Settings): Promise<DropRules> {
  return {
    staleAfterHours: await settings.get(dropStaleAfterHours),
    doneMarker: await settings.get(dropDoneMarker),
    largestBytes: (await settings.get(dropLargestMegabytes)) * 1024 * 1024,
  }
}

/** Takes what was dropped to the command files. Throws when the database is lost or the disk full. */
export async function pullLearningDrop(
  surroundings: DropSurroundings,
  log: { info(message: string): void; warn(message: string): void },
  signal?: AbortSignal,
): Promise<PullReport> {
  const { database, settings, clock, place } = surroundings
  return await pullDropDirectory({
    directory: await learningDropDirectory(surroundings),
    area: learningFiles(place, clock),
    pool: database.pool,
    clock,
    host: hostname().replaceAll(/\s/g, '_'),
    log,
    tellAlarm: postAlarm({ settings, clock, timeZone: place.timeZone }),
    rules: await rulesOf(settings),
    ...(signal === undefined ? {} : { signal }),
  })
}

/** The drop directory as it is now. Changes nothing. */
export async function learningDropState(surroundings: DropSurroundings): Promise<DropState> {
  return await readDropState(surroundings.database.pool, {
    directory: await learningDropDirectory(surroundings),
    nowMs: surroundings.clock.now().epochMilliseconds,
    rules: await rulesOf(surroundings.settings),
  })
}
