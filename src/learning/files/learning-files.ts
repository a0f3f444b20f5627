import { join } from 'node:path'
import type { Place } from '../../batch/run-context.ts'
import { type FileArea, fileArea } from '../../exchange/file-area/file-area.ts'
import type { Clock } from '../../platform/clock.ts'

/** Where the learning platform's files lie: `<data>/learning/files/`. */
export function learningFilesFolder(dataDirectory: string): string {
  return join(dataDirectory, 'learning', 'files')
}

/** The learning platform's command files, reports, archives, retry files and journals. */
export function learningFiles(place: Pick<Place, 'dataDirectory' | 'timeZone'>, clock?: Clock): FileArea {
  return fileArea(learningFilesFolder(place.dataDirectory), {
    timeZone: place.timeZone,
    ...(clock === undefined ? {} : { clock }),
  })
}
