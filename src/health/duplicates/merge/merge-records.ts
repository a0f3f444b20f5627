import type pg from 'pg'
import { recordAudit } from '../../../platform/audit/audit-trail.ts'
import type { Database, Queryable } from '../../../platform/database.ts'
import type { Encryption } from '../../../platform/encryption.ts'
import type { Editor } from '../../editing.ts'
import { DuplicateRefused, noEncryptionKey } from '../refusal.ts'
import { columnsTakenOver, ineGivenUp } from './administrative-values.ts'
import { type BeforeImage, sealImage } from './before-image.ts'
import { type ChildTable, childTables, keyOf, sourceTable } from './child-tables.ts'
import { givenUp, moved, planMerge, writtenTables } from './merge-plan.ts'
import { type MergeRequest, reviewedRecords } from './preview-merge.ts'
import { fingerprintOf, readRows, studentRecord, type TwoRecords } from './read-records.ts'
import { recordTurn } from './record-turn.ts'
import { takeOverNir } from './take-over-nir.ts'

/** For how long a merge can be undone (health.md 2.6). */
export const undoDays = 30

export interface MergeSurroundings {
  readonly database: Pick<Database, 'pool'>
  /** Null: this installation has no key, and merges nothing. */
  readonly encryption: Encryption | null
  /** ISO 8601. */
  readonly now: string
  /** For how long others who write to records are waited for; absent: some seconds. */
  readonly patienceMs?: number
}

export interface MergeDone {
  readonly mergeId: number
  readonly keptId: number
  readonly absorbedId: number
}

/**
 * Merges one record into another (health.md 2.6 "Merge"): its rows move, its INEs lead to the kept record, it is
 * out of every search, and an encrypted image of both lies in the journal for `undoDays` days. One transaction: all
 * or nothing.
 *
 *     absorbed ──merged_into──> kept        records merged into the absorbed one follow: chains have one link
 *
 * @throws `DuplicateRefused` with nothing changed
 */
export async function mergeRecords(
  { database, encryption, now, patienceMs }: MergeSurroundings,
  editor: Editor,
  request: MergeRequest & { readonly fingerprint: string },
): Promise<MergeDone> {
  if (encryption === null) throw noEncryptionKey()
  return await recordTurn(
    database.pool,
    async (client) => {
      const records = await reviewedRecords(client, request, { forUpdate: true })
      const { refusals } = planMerge(records)
      if (refusals.length > 0)
        throw new DuplicateRefused(
          'MERGE_REFUSED',
          {
            fr: 'Ces deux dossiers ne peuvent pas être fusionnés maintenant',
            en: 'These two records cannot be merged now',
          },
          refusals,
        )
      if (fingerprintOf(records) !== request.fingerprint) throw changedSincePreview()

      const image = await apply(client, records, request, { editor, now, encryption })
      const { keptId, absorbedId } = request
      const { rows } = await client.query<{ id: number }>(
        `insert into merge_journal (pair_id, kept_id, absorbed_id, moved, made_at, made_by, undoable_until)
         values (
           (select id from duplicate_pair where a = least($1, $2::bigint) and b = greatest($1, $2::bigint)),
           $1, $2, $3, $4, $5, $4::timestamptz + make_interval(hours => 24 * $6))
         returning id`,
        [keptId, absorbedId, JSON.stringify(movedIds(image)), now, editor.author, undoDays],
      )
      const mergeId = rows[0]!.id
      // Afterwards: the image is bound to the row, whose number had to be known.
      await client.query('update merge_journal set before_encrypted = $2 where id = $1', [
        mergeId,
        sealImage(encryption, mergeId, image),
      ])
      await recordAudit(client, {
        actor: editor.author,
        action: 'records.merged',
        subject: `merge:${mergeId}`,
        application: 'health',
        address: editor.address,
        detail: { keptId, absorbedId },
      })
      return { mergeId, keptId, absorbedId }
    },
    patienceMs,
  )
}

/** Writes what the plan says; returns what undoing needs. */
async function apply(
  client: pg.PoolClient,
  records: TwoRecords,
  { keptId, absorbedId, values }: MergeRequest,
  {
    editor,
    now,
    encryption,
  }: { readonly editor: Editor; readonly now: string; readonly encryption: Encryption },
): Promise<BeforeImage> {
  const before = { kept: await studentText(client, keptId), absorbed: await studentText(client, absorbedId) }
  const sources = await rowTexts(client, sourceTable, [keptId, absorbedId])
  const columns = columnsTakenOver(records.kept, records.absorbed, values)

  // First of all: a login is unique among live records, and the kept one may take it over.
  await client.query(
    `update student set merged_into = $2, changed_at = $3, version = version + 1
     where id = $1 or merged_into = $1`,
    [absorbedId, keptId, now],
  )
  const taken = columns
    .filter((column) => column !== 'nir_encrypted')
    .map((column) => `${column} = absorbed.${column}, `)
    .join('')
  await client.query(
    `update student kept
     set ${taken}newest_year = greatest(kept.newest_year, absorbed.newest_year), changed_at = $3,
         version = kept.version + 1
     from student absorbed
     where kept.id = $1 and absorbed.id = $2`,
    [keptId, absorbedId, now],
  )
  if (columns.includes('nir_encrypted')) await takeOverNir(client, encryption, keptId, absorbedId)
  const lost: Record<string, string[]> = {}
  for (const table of writtenTables) {
    const gone = givenUp(records, table)
    if (gone.length > 0) lost[table.table] = await giveUp(client, table, gone)
    await client.query(
      `update ${table.table} set student_id = $1${table === sourceTable ? ", marks = '{}'" : ''} where student_id = $2`,
      [keptId, absorbedId],
    )
  }
  const ine = ineGivenUp(records.kept, records.absorbed, values)
  const newAliases = ine === null ? [] : await addAlias(client, keptId, ine, now)
  const pairs = await settlePairs(client, keptId, absorbedId, editor, now)

  return {
    format: 1,
    ...before,
    keptAfter: await studentText(client, keptId),
    moved: Object.fromEntries(
      childTables.map((table) => [
        table.table,
        moved(records, table).map(({ key, content }) => ({ key, content })),
      ]),
    ),
    givenUp: Object.fromEntries(Object.entries(lost).filter(([table]) => table !== sourceTable.table)),
    newAliases,
    sources,
    sourcesAfter: (await readRows(client, sourceTable, [keptId])).map(({ key, content }) => ({
      key,
      content,
    })),
    followers: records.followers,
    pairs,
    loginGivenUp: planMerge(records).login.givenUp ? String(records.absorbed.login) : null,
  }
}

async function studentText(db: Queryable, id: number): Promise<string> {
  const { rows } = await db.query<{ row: string }>(
    `select ${studentRecord}::text as row from student where id = $1`,
    [id],
  )
  return rows[0]!.row
}

async function rowTexts(db: Queryable, { table }: ChildTable, ids: readonly number[]): Promise<string[]> {
  const { rows } = await db.query<{ row: string }>(
    `select to_jsonb(child)::text as row from ${table} child where student_id = any($1) order by 1`,
    [ids],
  )
  return rows.map(({ row }) => row)
}

async function giveUp(
  client: pg.PoolClient,
  table: ChildTable,
  rows: readonly { readonly studentId: number; readonly key: string }[],
): Promise<string[]> {
  const { rows: deleted } = await client.query<{ row: string }>(
    `delete from ${table.table} child
     using unnest($1::bigint[], $2::text[]) as gone (student_id, key)
     where child.student_id = gone.student_id and (${keyOf(table)})::text = gone.key
     returning to_jsonb(child)::text as row`,
    [rows.map(({ studentId }) => studentId), rows.map(({ key }) => key)],
  )
  return deleted.map(({ row }) => row)
}

async function addAlias(client: pg.PoolClient, keptId: number, ine: string, now: string): Promise<string[]> {
  const { rows } = await client.query<{ ine: string }>(
    `insert into student_ine_alias (student_id, ine, origin, since) values ($1, $2, 'fusion', $3)
     on conflict do nothing returning ine`,
    [keptId, ine, now],
  )
  return rows.map((row) => row.ine)
}

/**
 * The pair of the two is settled for good. What else was found about the absorbed record is obsolete: the next search
 * compares those others with the kept record.
 */
async function settlePairs(
  client: pg.PoolClient,
  keptId: number,
  absorbedId: number,
  editor: Editor,
  now: string,
): Promise<BeforeImage['pairs']> {
  const { rows } = await client.query<{ id: number; row: string; became: string }>(
    `with before as (
       select id, to_jsonb(pair)::text as row from duplicate_pair pair
       where (a = $1 or b = $1) and state not in ('merged', 'obsolete')
       for update
     )
     update duplicate_pair pair
     set state = case when a = $2 or b = $2 then 'merged' else 'obsolete' end,
         decided_by = $3, decided_at = $4, version = version + 1
     from before
     where pair.id = before.id
     returning pair.id, before.row, pair.state as became`,
    [absorbedId, keptId, editor.author, now],
  )
  return rows
}

/** For the journal: identifiers where rows have one, how many where their key says something of the student. */
function movedIds({ moved, followers, sources }: BeforeImage): Record<string, number[] | number> {
  const tables = childTables
    .filter(({ table }) => (moved[table]?.length ?? 0) > 0)
    .map(({ table, key }) => {
      const rows = moved[table]!
      const ids = rows.map((row) => Number((JSON.parse(row.key) as string[])[0]))
      return [table, key.length === 1 && key[0] === 'id' ? ids : rows.length] as const
    })
  return {
    ...Object.fromEntries(tables),
    ...(sources.length > 0 ? { student_source: sources.length } : {}),
    ...(followers.length > 0 ? { student: [...followers] } : {}),
  }
}

function changedSincePreview(): DuplicateRefused {
  return new DuplicateRefused('STALE_VERSION', {
    fr: 'L’un des deux dossiers a changé depuis l’aperçu : relisez ce que la fusion fera, puis confirmez de nouveau',
    en: 'One of the two records has changed since the preview: read again what the merge will do, then confirm again',
  })
}
