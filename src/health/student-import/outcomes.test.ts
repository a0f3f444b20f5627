import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyLine, fileBytes } from '../../../test/support/random-student-files.ts'
import { emptyBase } from '../../../test/support/student-base.ts'
import { addItems, header, type ImportRun, importBytes } from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

// No line is lost: every line read has one outcome, and what is rejected comes back byte for byte.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
afterAll(() => database.drop())

const randomFile = fc.record({
  lines: fc.array(anyLine, { minLength: 1, maxLength: 30 }),
  lineEnd: fc.constantFrom('\r\n', '\n', '\r'),
  lastLineEnds: fc.boolean(),
  setLines: fc.constantFrom(undefined, 1, 3),
})
const files = Number(process.env.RUNS ?? (process.env.SOAK ? 1_000 : 100))
/** A base that the lines meet: emptied now and then. */
const filesOnOneBase = 10

/** What the log says of the lines, read back by its own words. */
function toldBy(log: string) {
  const count = (name: string) => Number(new RegExp(`${name} : (\\d+)\\n`).exec(log)?.[1])
  const errors = [...log.matchAll(/ ERROR ligne (\d+) : /g)].map((match) => Number(match[1]))
  return {
    created: count('Dossiers créés'),
    updated: count('Dossiers mis à jour'),
    unchanged: count('Dossiers inchangés'),
    partial: count('Dossiers partiels'),
    rejected: count('Lignes rejetées'),
    blank: count('Lignes vides'),
    treated: count('Nombre de lignes traitées'),
    faulty: [...new Set(errors)],
  }
}

const isBlank = (text: string) => /^[; \t]*$/.test(text)

/** Everything in the tables that an import writes, with the transaction that wrote it. */
async function untouched(): Promise<unknown> {
  const tables = ['student', 'enrolment', 'student_source', 'student_ine_alias', 'student_change']
  const digests = tables.map(
    (table) =>
      `(select md5(string_agg(xmin::text || row::text, ',' order by row::text)) from ${table} as row) as ${table}`,
  )
  return (
    await database.pool.query(`select ${digests.join(', ')}, (select last_value from student_id_seq) as ids`)
  ).rows
}

const seen = ({ counts, tally, log, errorLog, rejectedLines, changedFields, faults }: ImportRun) => ({
  counts,
  tally,
  log,
  errorLog,
  rejectedLines: rejectedLines?.toString('latin1'),
  changedFields,
  faults,
})

test(`${files} random files: outcomes add up, the retry file is the faulty lines, a dry run tells the same and writes nothing`, async () => {
  let done = 0
  await fc.assert(
    fc.asyncProperty(randomFile, async ({ lines, lineEnd, lastLineEnds, setLines }) => {
      if (done++ % filesOnOneBase === 0) await emptyBase(database)
      const bytes = fileBytes(lines, lineEnd, lastLineEnds)
      const options = setLines === undefined ? {} : { setLines }

      const before = await untouched()
      const simulated = await importBytes(database, bytes, { ...options, dryRun: true })
      expect(await untouched()).toEqual(before)
      const run = await importBytes(database, bytes, options)
      expect(seen(run)).toEqual(seen(simulated))

      // A last line that is empty and has no line end is no line.
      const given = !lastLineEnds && lines.at(-1) === '' ? lines.slice(0, -1) : lines
      const { treated, blank, faulty, ...told } = toldBy(run.log)
      expect({ ...told, blank }).toEqual(run.counts)
      expect(told.created + told.updated + told.unchanged + told.partial + told.rejected).toBe(treated)
      expect(treated).toBe(given.filter((text) => !isBlank(text)).length)
      expect(blank).toBe(given.filter(isBlank).length)
      expect(faulty).toHaveLength(told.rejected + told.partial)

      const raw = (number: number) =>
        lines[number - 2] + (number - 1 < lines.length || lastLineEnds ? lineEnd : '')
      expect(run.rejectedLines?.toString('latin1') ?? null).toEqual(
        faulty.length === 0 ? null : header + lineEnd + faulty.map(raw).join(''),
      )
      const { rows } = await database.pool.query(
        `select lines, blank, created, updated, unchanged, partial, rejected from file_exchange order by id desc limit 1`,
      )
      expect(rows[0]).toEqual({ lines: treated, ...run.counts })
    }),
    { numRuns: files },
  )
}, 3_600_000)
