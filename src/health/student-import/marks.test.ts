import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileBytes, nightlyFiles } from '../../../test/support/random-student-files.ts'
import { baseState, emptyBase, manualEdit, modelEdit } from '../../../test/support/student-base.ts'
import { addItems, type ImportRun, importBytes } from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

// A line that is passed over because of its mark: exactly as if it had been read.

let marked: TestDatabase
let unmarked: TestDatabase
beforeAll(async () => {
  marked = await createTestDatabase()
  unmarked = await createTestDatabase()
  for (const database of [marked, unmarked]) await addItems(database)
})
afterAll(async () => {
  await marked.drop()
  await unmarked.drop()
})

/** What people see of an import. */
function seen({ counts, log, errorLog, rejectedLines, changedFields, faults }: ImportRun) {
  return { counts, log, errorLog, rejectedLines: rejectedLines?.toString('latin1'), changedFields, faults }
}

const nights = fc.record({
  files: nightlyFiles(4),
  /** What happens before each file but the first. */
  between: fc.array(
    fc.array(fc.oneof({ weight: 5, arbitrary: manualEdit }, { weight: 1, arbitrary: modelEdit }), {
      maxLength: 2,
    }),
    { minLength: 4, maxLength: 4 },
  ),
  /** Which source each file is of. */
  models: fc.array(fc.constantFrom('APOGEE', 'APOGEE', 'CHU'), { minLength: 5, maxLength: 5 }),
  repeatLast: fc.boolean(),
  setLines: fc.constantFrom(undefined, 1),
})

test('random files, night after night, with edits in between: marks or not, the same base and the same reports', async () => {
  await fc.assert(
    fc.asyncProperty(nights, async ({ files, between, models, repeatLast, setLines }) => {
      const all = repeatLast ? [...files, files.at(-1)!] : files
      const live = async (database: TestDatabase, useMarks: boolean) => {
        await emptyBase(database)
        const told: unknown[] = []
        for (const [night, lines] of all.entries()) {
          if (night > 0) for (const edit of between[(night - 1) % 4]!) await database.pool.query(edit)
          if (!useMarks) await database.pool.query(`update student_source set marks = '{}'`)
          const run = await importBytes(database, fileBytes(lines), {
            runId: night + 1,
            modelCode: models[night]!,
            ...(setLines === undefined ? {} : { setLines }),
          })
          told.push(seen(run), await baseState(database))
        }
        return told
      }
      const [withMarks, without] = await Promise.allSettled([live(marked, true), live(unmarked, false)])
      expect(withMarks).toEqual(without)
      expect(withMarks.status).toBe('fulfilled')
    }),
    { numRuns: Number(process.env.RUNS ?? (process.env.SOAK ? 2_000 : 20)) },
  )
}, 3_600_000)
