import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunRecord } from '../../batch/run-record.ts'
import type { Installation } from '../../installation.ts'
import { demoCampus } from '../../learning/demo/campus.ts'
import {
  bindingsFile,
  coursesFile,
  enrolmentsFile,
  groupMembersFile,
  groupsFile,
  usersFile,
} from '../../learning/demo/campus-files.ts'
import { writeDemoPictures } from '../../learning/demo/demo-pictures.ts'
import {
  faultyEnrolmentsFile,
  faultyUsersFile,
  wrongSeparatorFile,
} from '../../learning/demo/faulty-files.ts'
import { learningFiles } from '../../learning/files/learning-files.ts'
import type { Text } from '../../platform/text.ts'

export interface LearningSteps {
  readonly installation: Installation
  say(text: Text): void
  /** Launches a batch and waits for its end. */
  run(code: string, parameters: Readonly<Record<string, unknown>>): Promise<RunRecord>
}

const pictures = 24
const memberships = 5_000

/**
 * Fills the learning platform as a university would: by command files, through the very batches. Then leaves files to
 * play with: one that was processed with its retry file, one to simulate, one in the drop directory.
 */
export async function fillLearning({ installation, say, run }: LearningSteps): Promise<void> {
  const { database, place } = installation
  const { rows } = await database.pool.query<{ users: number }>(
    `select count(*) as users from learning.app_user where not deleted`,
  )
  if (rows[0]!.users > demoCampus.students) return
  say({
    fr: 'plateforme pédagogique : 300 cours, 5 000 comptes, 20 000 inscriptions, par fichiers de commande',
    en: 'learning platform: 300 courses, 5,000 accounts, 20,000 enrolments, by command files',
  })
  const area = learningFiles(place)
  const put = (name: string, content: string) =>
    area.add('commands', name, (path) => writeFile(path, content), 'archive')
  await put('uploadcourses.csv', coursesFile(demoCampus))
  await put('userimport.csv', usersFile(demoCampus))
  await put('enrols.csv', enrolmentsFile(demoCampus))
  await put('groups.csv', groupsFile(demoCampus))
  await put('groupmembers.csv', groupMembersFile(demoCampus, memberships))
  await put('cohortscourses.csv', bindingsFile(demoCampus))
  await area.add(
    'commands',
    'userpictures_demo.zip',
    (path) => writeDemoPictures(path, demoCampus, pictures),
    'archive',
  )
  for (const code of [
    'SYNC_COURSES',
    'SYNC_USERS',
    'SYNC_ENROLMENTS',
    'SYNC_GROUPS',
    'SYNC_COHORTS',
    'SYNC_PICTURES',
  ])
    expectFinished(await run(code, {}))

  await put('inscriptions-a-corriger.csv', faultyEnrolmentsFile)
  await put('mauvais-separateur.csv', wrongSeparatorFile)
  await run('SYNC_FILE', { operation: 'enrols.sync', name: 'inscriptions-a-corriger.csv' })
  await leaveInDropDirectory(installation, 'comptes-rentree.csv', faultyUsersFile)
  say({
    fr: 'à essayer : inscriptions-a-corriger.csv et mauvais-separateur.csv dans le gestionnaire de fichiers, comptes-rentree.csv dans le répertoire de dépôt',
    en: 'to try: inscriptions-a-corriger.csv and mauvais-separateur.csv in the file manager, comptes-rentree.csv in the drop directory',
  })
}

function expectFinished(run: RunRecord): void {
  if (run.state !== 'finished') throw new Error(`${run.batchCode}: ${run.state} ${run.error ?? ''}`)
}

/** As an agent leaves it; dated a minute ago, so that nobody takes it for one that is still being written. */
async function leaveInDropDirectory({ place }: Installation, name: string, content: string): Promise<void> {
  const directory = join(place.dataDirectory, 'sync')
  await mkdir(directory, { recursive: true, mode: 0o770 })
  const path = join(directory, name)
  await writeFile(path, content)
  const minuteAgo = Date.now() / 1000 - 60
  await utimes(path, minuteAgo, minuteAgo)
}
