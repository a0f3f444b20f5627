import type { Batch } from '../../src/batch/define-batch.ts'
import syncCourses from '../../src/learning/batches/sync-courses.ts'
import syncFile from '../../src/learning/batches/sync-file.ts'
import syncPictures from '../../src/learning/batches/sync-pictures.ts'
import { runOnRequest } from '../../src/learning/sync/run-on-request.ts'
import { runSync } from '../../src/learning/sync/run-sync.ts'
import type { SyncOptions } from '../../src/learning/sync/sync-place.ts'

/** The batches of the learning platform that tests use, with the tools of the test. */
export function syncBatches(options: SyncOptions): Batch[] {
  return [
    { ...syncCourses, enabled: true, run: (context) => runSync(context, 'SYNC_COURSES', options) },
    ...(options.tools?.['pictures.sync'] === undefined
      ? []
      : [
          {
            ...syncPictures,
            enabled: true,
            run: (context) => runSync(context, 'SYNC_PICTURES', options),
          } satisfies Batch,
        ]),
    { ...(syncFile as unknown as Batch), run: (context) => runOnRequest(context as never, options) },
  ]
}
