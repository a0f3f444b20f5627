import type { Queryable } from '../../../platform/database.ts'
import type { Text } from '../../../platform/text.ts'
import type { BeforeImage } from './before-image.ts'
import { childTables } from './child-tables.ts'
import { readRows, studentRecord } from './read-records.ts'
import { tableWords } from './table-words.ts'

/** Columns of a record that say when and how often it was written, not what it says. */
const written = new Set(['changed_at', 'version', 'merged_into'])

/**
 * What stands in the way of undoing a merge (health.md 2.6: "if no moved row was changed since"): the kept record, a
 * row that moved, or a login that is somebody else's by now. Names columns and identifiers, no values.
 */
export async function whatChanged(
  db: Queryable,
  { keptId, absorbedId }: { readonly keptId: number; readonly absorbedId: number },
  image: BeforeImage,
): Promise<Text[]> {
  const { rows } = await db.query<{ record: Record<string, unknown> }>(
    `select ${studentRecord} as record from student where id = any($1)`,
    [[keptId, absorbedId]],
  )
  const of = (id: number) => rows.find(({ record }) => record.id === id)?.record
  const kept = of(keptId)
  const absorbed = of(absorbedId)
  if (kept === undefined || absorbed === undefined || absorbed.merged_into !== keptId)
    return [
      {
        fr: `Le dossier absorbé (n° ${absorbedId}) n’est plus rattaché au dossier conservé (n° ${keptId})`,
        en: `The absorbed record (no. ${absorbedId}) no longer belongs to the kept one (no. ${keptId})`,
      },
    ]
  if (kept.merged_into !== null)
    return [
      {
        fr: `Le dossier conservé a lui-même été fusionné depuis avec le dossier n° ${kept.merged_into} : annulez d’abord cette fusion-là`,
        en: `The kept record has itself been merged since, into record no. ${kept.merged_into}: undo that merge first`,
      },
    ]
  return [
    ...keptRecordChanges(JSON.parse(image.keptAfter) as Record<string, unknown>, kept),
    ...(await rowChanges(db, keptId, image)),
    ...(await loginTaken(db, [keptId, absorbedId], image)),
  ]
}

function keptRecordChanges(after: Record<string, unknown>, now: Record<string, unknown>): Text[] {
  // A column that an upgrade of the program added since then was nobody's change.
  const columns = Object.keys(after).filter(
    (column) => !written.has(column) && JSON.stringify(now[column]) !== JSON.stringify(after[column]),
  )
  if (columns.length === 0) return []
  const list = columns.join(', ')
  return [
    {
      fr: `Le dossier conservé a été modifié depuis la fusion (${list})`,
      en: `The kept record has been changed since the merge (${list})`,
    },
  ]
}

async function rowChanges(db: Queryable, keptId: number, image: BeforeImage): Promise<Text[]> {
  const changes: Text[] = []
  for (const table of childTables) {
    const moved = image.moved[table.table] ?? []
    if (moved.length === 0) continue
    const present = new Map((await readRows(db, table, [keptId])).map(({ key, content }) => [key, content]))
    const touched = moved.filter(({ key, content }) => present.get(key) !== content)
    if (touched.length === 0) continue
    const { fr, en } = tableWords[table.table]!
    // The key of an alias is an INE, that of an enrolment says where somebody studies: only identifiers are told.
    const ids =
      table.key[0] === 'id'
        ? ` (${touched.map(({ key }) => `n° ${(JSON.parse(key) as string[])[0]}`).join(', ')})`
        : ''
    changes.push({
      fr: `Modifié ou supprimé depuis : ${touched.length} ${fr(touched.length)}${ids}`,
      en: `Changed or deleted since: ${touched.length} ${en(touched.length)}${ids.replaceAll('n°', 'no.')}`,
    })
  }
  return changes
}

/** Logins are unique among live records: that of a record that comes back must still be free. */
async function loginTaken(db: Queryable, both: readonly number[], image: BeforeImage): Promise<Text[]> {
  const logins = [image.kept, image.absorbed].map(
    (row) => (JSON.parse(row) as { login: string | null }).login,
  )
  const { rows } = await db.query<{ id: number }>(
    `select id from student
     where lower(login) = any($1) and login is not null and merged_into is null and id <> all($2)`,
    [logins.filter((login) => login !== null).map((login) => login.toLowerCase()), both],
  )
  return rows.map(({ id }) => ({
    fr: `L’identifiant CAS de l’un des deux dossiers est maintenant celui du dossier n° ${id}`,
    en: `The CAS login of one of the two records is now that of record no. ${id}`,
  }))
}
