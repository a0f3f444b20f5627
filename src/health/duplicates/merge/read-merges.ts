import type { Queryable } from '../../../platform/database.ts'
import { unknownMerge } from '../refusal.ts'

/** A merge in the journal. Names are those of the kept record as it stands. */
export interface JournalEntry {
  readonly id: number
  readonly pairId: number | null
  readonly keptId: number
  readonly absorbedId: number
  readonly keptName: string
  readonly absorbedName: string
  readonly madeAt: Date
  readonly madeBy: string
  readonly undoableUntil: Date
  readonly undoneAt: Date | null
  readonly undoneBy: string | null
  /** By table: identifiers, or how many. */
  readonly moved: Readonly<Record<string, readonly number[] | number>>
  /** What the undoing needs is still there. */
  readonly image: boolean
}

const entryColumns = `
  journal.id, pair_id as "pairId", kept_id as "keptId", absorbed_id as "absorbedId",
  kept.family_name || ' ' || kept.first_name as "keptName",
  absorbed.family_name || ' ' || absorbed.first_name as "absorbedName",
  made_at as "madeAt", made_by as "madeBy", undoable_until as "undoableUntil", undone_at as "undoneAt",
  undone_by as "undoneBy", moved, before_encrypted is not null as image`

const journalWithPeople = `
  merge_journal journal
  join student kept on kept.id = journal.kept_id
  join student absorbed on absorbed.id = journal.absorbed_id`

/** A page of the journal, newest first. */
export async function readMerges(
  db: Queryable,
  { before, size }: { readonly before: number | null; readonly size: number },
): Promise<{ readonly items: JournalEntry[]; readonly next: number | null }> {
  const { rows } = await db.query<JournalEntry>(
    `select ${entryColumns} from ${journalWithPeople}
     where $1::bigint is null or journal.id < $1 order by journal.id desc limit $2`,
    [before, size + 1],
  )
  const items = rows.slice(0, size)
  return { items, next: rows.length > size ? items.at(-1)!.id : null }
}

/** @throws `DuplicateRefused` UNKNOWN_MERGE */
export async function readMerge(db: Queryable, id: number): Promise<JournalEntry> {
  const { rows } = await db.query<JournalEntry>(
    `select ${entryColumns} from ${journalWithPeople} where journal.id = $1`,
    [id],
  )
  if (rows[0] === undefined) throw unknownMerge()
  return rows[0]
}
