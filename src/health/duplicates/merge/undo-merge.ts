import type pg from 'pg'
import { recordAudit } from '../../../platform/audit/audit-trail.ts'
import type { Queryable } from '../../../platform/database.ts'
import type { Encryption } from '../../../platform/encryption.ts'
import type { Text } from '../../../platform/text.ts'
import type { Editor } from '../../editing.ts'
import { DuplicateRefused, noEncryptionKey, unknownMerge } from '../refusal.ts'
import { type BeforeImage, openImage } from './before-image.ts'
import { type ChildTable, childTables, keyOf, sourceTable } from './child-tables.ts'
import type { MergeSurroundings } from './merge-records.ts'
import { readRows } from './read-records.ts'
import { recordTurn } from './record-turn.ts'
import { whatChanged } from './what-changed.ts'

/** A merge of the journal as undoing looks at it. */
interface Journalled {
  readonly id: number
  readonly keptId: number
  readonly absorbedId: number
  readonly image: Buffer | null
  readonly undone: boolean
  readonly expired: boolean
}

/** Whether a merge can be undone as things stand, and else why not. Changes nothing. */
export async function undoVerdict(
  db: Queryable,
  { encryption, now }: Pick<MergeSurroundings, 'encryption' | 'now'>,
  mergeId: number,
): Promise<{ readonly possible: boolean; readonly reasons: readonly Text[] }> {
  try {
    const { reasons } = await readUndo(db, encryption, now, mergeId, '')
    return { possible: reasons.length === 0, reasons }
  } catch (error) {
    if (error instanceof DuplicateRefused && error.code !== 'UNKNOWN_MERGE')
      return { possible: false, reasons: [error.text] }
    throw error
  }
}

/**
 * Takes a merge back within its 30 days (health.md 2.6): both records, and every row that moved or gave way, are what
 * they were. Rows written for the kept record since then stay with it.
 *
 * @throws `DuplicateRefused` with nothing changed: too late, or with the list of what changed since the merge
 */
export async function undoMerge(
  { database, encryption, now, patienceMs }: MergeSurroundings,
  editor: Editor,
  mergeId: number,
): Promise<void> {
  if (encryption === null) throw noEncryptionKey()
  await recordTurn(
    database.pool,
    async (client) => {
      const { merge, image, reasons } = await readUndo(client, encryption, now, mergeId, 'for update')
      if (reasons.length > 0)
        throw new DuplicateRefused(
          'UNDO_REFUSED',
          {
            fr: 'Cette fusion ne peut plus être annulée : des données ont changé depuis',
            en: 'This merge can no longer be undone: data has changed since',
          },
          reasons,
        )
      await restore(client, merge, image, now)
      await client.query('update merge_journal set undone_at = $2, undone_by = $3 where id = $1', [
        mergeId,
        now,
        editor.author,
      ])
      const { keptId, absorbedId } = merge
      await recordAudit(client, {
        actor: editor.author,
        action: 'records.merge-undone',
        subject: `merge:${mergeId}`,
        application: 'health',
        address: editor.address,
        detail: { keptId, absorbedId },
      })
    },
    patienceMs,
  )
}

async function readUndo(
  db: Queryable,
  encryption: Encryption | null,
  now: string,
  mergeId: number,
  lock: '' | 'for update',
): Promise<{ merge: Journalled; image: BeforeImage; reasons: Text[] }> {
  const { rows } = await db.query<Journalled>(
    `select id, kept_id as "keptId", absorbed_id as "absorbedId", before_encrypted as image,
            undone_at is not null as undone, undoable_until < $2 as expired
     from merge_journal where id = $1 ${lock}`,
    [mergeId, now],
  )
  const merge = rows[0]
  if (merge === undefined) throw unknownMerge()
  if (merge.undone)
    throw refused({
      fr: 'Cette fusion a déjà été annulée',
      en: 'This merge has been undone already',
    })
  if (merge.expired || merge.image === null)
    throw refused({
      fr: 'Le délai de 30 jours pour annuler cette fusion est passé : l’état d’avant a été effacé',
      en: 'The 30 days for undoing this merge are over: the state before it has been erased',
    })
  if (encryption === null) throw noEncryptionKey()
  const image = openImage(encryption, merge.id, merge.image)
  return { merge, image, reasons: await whatChanged(db, merge, image) }
}

function refused(text: Text): DuplicateRefused {
  return new DuplicateRefused('UNDO_REFUSED', text)
}

async function restore(
  client: pg.PoolClient,
  { keptId, absorbedId }: Journalled,
  image: BeforeImage,
  now: string,
): Promise<void> {
  // The kept record first: it may hold the other's login, which is unique among live records.
  await restoreStudent(client, image.kept, now)
  await restoreStudent(client, image.absorbed, now)
  await client.query(
    'update student set merged_into = $2, changed_at = $3, version = version + 1 where id = any($1)',
    [image.followers, absorbedId, now],
  )
  await client.query('delete from student_ine_alias where student_id = $1 and ine = any($2)', [
    keptId,
    image.newAliases,
  ])
  for (const table of childTables) {
    const keys = (image.moved[table.table] ?? []).map(({ key }) => key)
    if (keys.length > 0)
      await client.query(
        `update ${table.table} child set student_id = $2
         where student_id = $1 and (${keyOf(table)})::text = any($3)`,
        [keptId, absorbedId, keys],
      )
    await putBack(client, table, image.givenUp[table.table] ?? [])
  }
  await restoreSources(client, keptId, image)
  await restorePairs(client, image)
}

/** Everything as it was but the version, which only rises: a form opened meanwhile must notice. */
async function restoreStudent(client: pg.PoolClient, row: string, now: string): Promise<void> {
  const before = JSON.parse(row) as Record<string, unknown>
  const columns = Object.keys(before).filter(
    (column) => !['id', 'version', 'changed_at', 'nir_encrypted'].includes(column),
  )
  await client.query(
    `update student
     set (${columns.join(', ')}) = (select ${columns.map((column) => `was.${column}`).join(', ')}
                                    from jsonb_populate_record(null::student, $1::jsonb) was),
         -- One that the record had is there still, by whatever key; one that it took over it gives up.
         nir_encrypted = case when $3 then nir_encrypted end, changed_at = $2, version = version + 1
     where id = ($1::jsonb ->> 'id')::bigint`,
    [row, now, before.nir_encrypted !== null],
  )
}

async function putBack(client: pg.PoolClient, { table }: ChildTable, rows: readonly string[]): Promise<void> {
  for (const row of rows)
    await client.query(
      `insert into ${table} select * from jsonb_populate_record(null::${table}, $1::jsonb)`,
      [row],
    )
}

/**
 * Which imports brought whom, as before; what imports noted of the kept record since then stands. Without their marks,
 * which spare the next import the reading of lines: it reads them once and makes them anew.
 */
async function restoreSources(client: pg.PoolClient, keptId: number, image: BeforeImage): Promise<void> {
  const left = new Map(image.sourcesAfter.map(({ key, content }) => [key, content]))
  const untouched = (await readRows(client, sourceTable, [keptId]))
    .filter(({ key, content }) => left.get(key) === content)
    .map(({ key }) => key)
  await client.query(
    `delete from student_source child where student_id = $1 and (${keyOf(sourceTable)})::text = any($2)`,
    [keptId, untouched],
  )
  for (const row of image.sources)
    await client.query(
      `insert into student_source
       select * from jsonb_populate_record(null::student_source, $1::jsonb || '{"marks": []}') on conflict do nothing`,
      [row],
    )
}

/** Decisions on the absorbed record's pairs, as before; a pair that was treated anew since then is left alone. */
async function restorePairs(client: pg.PoolClient, { pairs }: BeforeImage): Promise<void> {
  for (const { id, row, became } of pairs)
    await client.query(
      `update duplicate_pair pair
       set state = was.state, decided_by = was.decided_by, decided_at = was.decided_at,
           decision_reason = was.decision_reason, version = pair.version + 1
       from jsonb_populate_record(null::duplicate_pair, $2::jsonb) was
       where pair.id = $1 and pair.state = $3`,
      [id, row, became],
    )
}
