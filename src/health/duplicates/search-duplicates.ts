import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import type { Database } from '../../platform/database.ts'
import { enterImportGate } from '../student-import/store/import-gate.ts'
import { breathing } from './search/breath.ts'
import { findPairs, pairOf } from './search/find-pairs.ts'
import { loadStudents } from './search/load-students.ts'
import { recordAt, type StudentColumns } from './search/student-columns.ts'
import { rememberSearch, type SearchRules, type SearchScope, searchScope } from './search-scope.ts'
import { type FoundPair, gatherPairs, retirePairs, sendPairs, writePairs } from './write-pairs.ts'

/**
 * The whole of DOUBLONS (health.md 2.6):
 *
 *   read all students (one snapshot, into columns of numbers)
 *     → blocks of who shares a key → pairs → scores          in memory, between breaths
 *       → duplicate_pair                                      one transaction
 *
 * All students are read also where only the pairs of changed ones are compared: a changed record may resemble any other.
 */
export async function searchDuplicates(
  context: RunContext<unknown>,
  rules: SearchRules,
  incremental: boolean,
): Promise<RunDetail> {
  const { signal, run, log, clock } = context
  const breath = breathing(signal)
  // One scale for reading, comparing and writing: the bar goes forward only.
  const progress = (phase: number, share: number, label: string) =>
    context.progress(Math.round((phase + share) * 1000), 3000, label)

  const { scope, columns } = await readStudents(context.database, rules, incremental, context, (share) =>
    progress(0, share, 'lecture'),
  )
  log.info(
    scope.since === null
      ? `recherche complète : ${columns.size} étudiants`
      : `recherche incrémentale : ${countOf(columns.changed)} dossiers modifiés sur ${columns.size}`,
  )
  const pairs = await findPairs(columns, rules, breath, (share) => progress(1, share, 'comparaison'))
  if (pairs.skippedBlocks > 0)
    log.warn(`${pairs.skippedBlocks} blocs de plus de ${rules.blockMax} dossiers sautés`)

  const total = pairs.found.length + pairs.sharedIne.length
  const [written, retired] = await context.transaction(async (client) => {
    // Nobody merges between our look at who is merged away and our commit: the pair of such a record would stay behind.
    await enterImportGate(client)
    await gatherPairs(client)
    await sendPairs(client, foundPairs(columns, pairs.found, pairs.sharedIne), async (sent) => {
      progress(2, sent / total, 'écriture')
      await breath.take()
    })
    const written = await writePairs(client, run.id, clock.now())
    const retired = await retirePairs(client, run.id, scope.since === null ? null : changedIds(columns))
    await rememberSearch(client, run.id, scope, rules)
    signal.throwIfAborted()
    return [written, retired] as const
  })
  progress(3, 0, 'écriture')
  return {
    etudiants: columns.size,
    ...Object.fromEntries(Object.entries(pairs.met).map(([code, count]) => [`paires_${code}`, count])),
    nouvelles: written.fresh,
    revues: written.again,
    ignorees: written.ignored,
    caduques: retired,
    blocs_sautes: pairs.skippedBlocks,
  }
}

async function readStudents(
  database: Database,
  rules: SearchRules,
  incremental: boolean,
  { signal, clock }: RunContext<unknown>,
  progress: (share: number) => void,
): Promise<{ scope: SearchScope; columns: StudentColumns }> {
  const client = await database.pool.connect()
  let broken: Error | undefined
  try {
    // Before the snapshot: what is changed in between is looked at twice rather than never.
    const scope = await searchScope(client, rules, incremental, clock.now())
    await client.query('begin isolation level repeatable read read only')
    const columns = await loadStudents(client, scope.since, signal, (done, total) => progress(done / total))
    await client.query('commit')
    return { scope, columns }
  } catch (error) {
    // In the middle of a COPY a connection is good for nothing else.
    broken = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    client.release(broken)
  }
}

function* foundPairs(
  columns: StudentColumns,
  found: Float64Array,
  sharedIne: Float64Array,
): Iterable<FoundPair> {
  for (const pair of found) yield records(columns, pair)
  for (const pair of sharedIne) yield { ...records(columns, pair), onlyIfKnown: true }
}

function records(columns: StudentColumns, pair: number): FoundPair {
  const [one, other] = pairOf(pair, columns.size)
  return { a: recordAt(columns, one), b: recordAt(columns, other) }
}

function changedIds({ id, changed, size }: StudentColumns): number[] {
  const ids: number[] = []
  for (let index = 0; index < size; index++) if (changed[index] === 1) ids.push(id[index]!)
  return ids
}

function countOf(flags: Uint8Array): number {
  return flags.reduce((count, flag) => count + flag, 0)
}
