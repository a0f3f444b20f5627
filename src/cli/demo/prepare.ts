import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listBatches } from '../../batch/list-batches.ts'
import type { RunRecord } from '../../batch/run-record.ts'
import { setEnabled } from '../../batch/set-enabled.ts'
import { faultyStudentFile } from '../../health/demo/faulty-file.ts'
import { setUpDemoModels } from '../../health/demo/import-models.ts'
import { addDemoNomenclatures } from '../../health/demo/nomenclatures.ts'
import { makeRegistryMistakes } from '../../health/demo/registry-mistakes.ts'
import { headerBytes, studentLine } from '../../health/demo/student-file.ts'
import { academicYearOf } from '../../health/identity-statistics/academic-year.ts'
import { importDirectory, importFile } from '../../health/settings.ts'
import { encodeLatin1 } from '../../health/student-import/line/latin1.ts'
import type { Installation } from '../../installation.ts'
import type { Text } from '../../platform/text.ts'
import type { Program } from '../../program.ts'
import { fillAdmissions, planAdmissions } from './admissions.ts'
import { fillHealth, setUpHealth } from './health.ts'
import { fillLearning } from './learning.ts'
import { writeDemoHistory } from './run-history.ts'

export interface DemoSteps {
  readonly installation: Installation
  readonly program: Program
  /** Says what is being done. */
  say(text: Text): void
  /** Shows a run until it has ended. */
  follow(runId: number): Promise<RunRecord>
}

const students = 20_000
const author = 'demo'

/**
 * Fills the installation with what a university would have after a month, then lets a bad night come: returns the run
 * of `IMP_QUO` on a file with every fault. May be called again: what is there stays, and a new night comes.
 */
export async function playDemo(steps: DemoSteps): Promise<RunRecord> {
  const { installation, program, say } = steps
  const { database, catalogue, settings, place } = installation
  const { pool } = database
  const { clock } = program.engine

  await planAdmissions({ ...installation, clock }, author)
  const runs = await writeDemoHistory(database, catalogue, clock.now())
  if (runs > 0)
    say({ fr: `historique : ${runs} exécutions sur un mois`, en: `history: ${runs} runs of a month` })

  await addDemoNomenclatures(pool)
  await setUpDemoModels(pool)
  const dropDirectory = join(place.dataDirectory, 'depot')
  await mkdir(dropDirectory, { recursive: true })
  await settings.set(importDirectory.key, dropDirectory, author)
  await setUpHealth(installation, clock.now(), author)
  for (const batch of await listBatches(pool))
    if (batch.planned && !batch.enabled && batch.application !== 'admissions')
      // One that is not ready (it has nowhere to send to) stays out: the demonstration shows that too.
      await setEnabled({ ...installation, clock }, batch.code, true, author)
  say({
    fr: "nomenclatures, modèles d'importation, paramètres, batches en service",
    en: 'nomenclatures, import models, settings, batches in service',
  })

  const { rows } = await pool.query<{ count: number }>('select count(*) as count from student')
  if (rows[0]!.count < students) await importEverybody(steps)
  await makeRegistryMistakes(pool)
  const launch = (code: string, parameters: Readonly<Record<string, unknown>>) => run(steps, code, parameters)
  await fillHealth({ installation, now: clock.now(), say, run: launch })
  await fillLearning({ installation, say, run: launch })
  await fillAdmissions({ installation, now: clock.now(), say, run: launch })

  const path = join(dropDirectory, await settings.get(importFile))
  const edition = await nextEdition(installation)
  const file = faultyStudentFile({ students, edition, year: yearOf(steps) })
  await writeSettled(path, file.bytes)
  say({
    fr: `cette nuit : ${path}, ISO-8859-1, ${file.cases.length} défauts de toutes sortes ; lancement de IMP_QUO`,
    en: `tonight: ${path}, ISO-8859-1, ${file.cases.length} faults of all kinds; launching IMP_QUO`,
  })
  return await run(steps, 'IMP_QUO', {})
}

/** The academic year under way: statistics are of it. */
function yearOf({ installation, program }: DemoSteps): number {
  const now = program.engine.clock.now().toZonedDateTimeISO(installation.place.timeZone)
  return academicYearOf(now.toPlainDate(), 9)
}

/** By the import that everybody uses: the demonstration shows nothing that it does not do. */
async function importEverybody(steps: DemoSteps): Promise<void> {
  const { place } = steps.installation
  const path = join(place.dataDirectory, 'etudiants.csv')
  const year = yearOf(steps)
  const lines: string[] = []
  for (let n = 1; n <= students; n++) lines.push(studentLine(n, { year }))
  await writeSettled(path, Buffer.concat([headerBytes, encodeLatin1(lines.join(''))]))
  steps.say({ fr: `import de ${students} étudiants fictifs`, en: `importing ${students} fictional students` })
  const imported = await run(steps, 'IMP_MAN', { path, fileName: 'etudiants.csv', model: 'APOGEE' })
  if (imported.state !== 'finished' || imported.detail?.state !== 'applied')
    throw new Error(
      imported.error ?? `the first import is ${imported.detail?.state ?? imported.reason?.code}`,
    )
}

async function run(
  { program, follow }: DemoSteps,
  code: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<RunRecord> {
  const outcome = await program.engine.requestRun({
    code,
    // A path is taken from the command line only, where this comes from.
    trigger: 'path' in parameters ? 'cli' : 'manual',
    requestedBy: author,
    parameters,
  })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  return await follow(outcome.runId)
}

/** Each demonstration brings other moves and other new students than the ones before; the invented past had no file. */
async function nextEdition({ database }: Installation): Promise<number> {
  const { rows } = await database.pool.query<{ nights: number }>(
    `select count(*) as nights from file_exchange join batch_run run on run.id = run_id
     where run.batch_code = 'IMP_QUO' and sha256 is not null`,
  )
  return rows[0]!.nights + 1
}

/** Dated a minute ago: a file that has just changed is one that somebody still writes, and would be waited for. */
async function writeSettled(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(path, bytes)
  const minuteAgo = Date.now() / 1000 - 60
  await utimes(path, minuteAgo, minuteAgo)
}
