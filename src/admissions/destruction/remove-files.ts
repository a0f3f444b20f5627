import type { RunContext } from '../../batch/run-context.ts'
import type { FileStore } from '../files/file-store.ts'
import { addToReport } from './destruction-report.ts'

const atATime = 200
const together = 8

export interface RemovedFiles {
  readonly removed: number
  readonly absent: number
  /** Still those of another dossier: left where they are, to go with that one. */
  readonly shared: number
  /** Not removed, and why; tried again by the next run. */
  readonly kept: number
  readonly causes: ReadonlyMap<string, number>
}

interface Listed {
  readonly id: number
  readonly path: string
}

/**
 * Removes from the disk the files of a campaign that `file_cleanup` lists, each leaving the list once it is gone. A crash between
 * the two is made up for by the next run, which finds the file absent (admissions.md 3.6, step 2).
 */
export async function removeFiles(
  context: RunContext<unknown>,
  store: FileStore,
  campaignId: number,
): Promise<RemovedFiles> {
  const { database, signal } = context
  const sum = { removed: 0, absent: 0, shared: 0, kept: 0 }
  const causes = new Map<string, number>()
  let after = 0
  for (;;) {
    signal.throwIfAborted()
    const { rows: page } = await database.pool.query<Listed>(
      `select id, path from admissions.file_cleanup where campaign_id = $1 and owner_kind = 'C' and id > $2
       order by id limit $3`,
      [campaignId, after, atATime],
    )
    if (page.length === 0) return { ...sum, causes }
    after = page.at(-1)!.id
    const { rows } = await database.pool.query<{ path: string }>(
      `select path from admissions.stored_file where owner_kind = 'C' and path = any ($1)`,
      [page.map(({ path }) => path)],
    )
    const used = new Set(rows.map(({ path }) => path))
    const outcomes = await inGroups(page, together, async ({ path }) =>
      used.has(path) ? ({ kind: 'shared' } as const) : await store.remove(path),
    )
    const gone: number[] = []
    const kept: { id: number; error: string }[] = []
    const counts = { filesRemoved: 0, filesAbsent: 0, filesShared: 0 }
    for (const [at, outcome] of outcomes.entries()) {
      const { id } = page[at]!
      if (outcome.kind === 'unavailable' || outcome.kind === 'refused') {
        kept.push({ id, error: outcome.words })
        causes.set(outcome.words, (causes.get(outcome.words) ?? 0) + 1)
        continue
      }
      gone.push(id)
      if (outcome.kind === 'shared') counts.filesShared += 1
      else if (outcome.was === 'absent') counts.filesAbsent += 1
      else counts.filesRemoved += 1
    }
    await context.transaction(async (client) => {
      await client.query('delete from admissions.file_cleanup where id = any ($1)', [gone])
      if (kept.length > 0)
        await client.query(
          `update admissions.file_cleanup cleanup set attempts = attempts + 1, last_error = failed.error
           from jsonb_to_recordset($1) as failed (id bigint, error text) where cleanup.id = failed.id`,
          [JSON.stringify(kept)],
        )
      if (gone.length > 0) await addToReport(client, campaignId, counts)
    })
    sum.removed += counts.filesRemoved
    sum.absent += counts.filesAbsent
    sum.shared += counts.filesShared
    sum.kept += kept.length
  }
}

async function inGroups<T, U>(items: readonly T[], size: number, act: (item: T) => Promise<U>): Promise<U[]> {
  const outcomes: U[] = []
  for (let at = 0; at < items.length; at += size)
    outcomes.push(...(await Promise.all(items.slice(at, at + size).map(act))))
  return outcomes
}
