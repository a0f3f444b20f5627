/**
 * Every table that says something of a student, and what becomes of its rows when the student is merged into another
 * (health.md 2.6 "Merge"). A table that is not here fails `child-tables.test.ts`: its rows would stay behind, unseen.
 */
export interface ChildTable {
  readonly table: string
  /** What identifies a row: beside the student where the student is part of its key. */
  readonly key: readonly string[]
  /**
   * - `several`: rows of both records simply stand together;
   * - `one-a-key`: the student is part of the key, so that of two equal rows one is given up (and kept in the journal).
   */
  readonly rows: 'several' | 'one-a-key'
  /** Of two equal rows the later one by this column stays; null: that of the kept record. */
  readonly recency: string | null
  /** Columns that the program changes by itself: they do not stand in the way of undoing. */
  readonly mechanical: readonly string[]
}

function several(table: string, mechanical: readonly string[] = []): ChildTable {
  return {
    table,
    key: ['id'],
    rows: 'several',
    recency: null,
    mechanical: ['changed_at', 'version', ...mechanical],
  }
}

function oneAKey(
  table: string,
  key: readonly string[],
  recency: string | null,
  mechanical: readonly string[] = [],
): ChildTable {
  return { table, key, rows: 'one-a-key', recency, mechanical: ['changed_at', 'version', ...mechanical] }
}

/** The tables whose rows go to the kept record. */
export const childTables: readonly ChildTable[] = [
  oneAKey(
    'enrolment',
    ['year', 'establishment_code', 'component_code', 'diploma'],
    'changed_at',
    // An import that brings the same enrolment again changes nothing of it.
    ['run_id', 'line'],
  ),
  oneAKey('student_ine_alias', ['ine'], null),
  // Its version tells what a person changed: the content is encrypted anew when keys are replaced.
  { ...several('consultation'), mechanical: ['changed_at', 'told_at', 'content_encrypted'] },
  several('appointment'),
  several('follow_up'),
  several('vaccination'),
  several('scan_file', ['locked_until', 'locked_by']),
  oneAKey('returned_mail', [], 'noted_at'),
  // Only of consultations that have ended: a merge is refused while somebody has a record open.
  oneAKey('record_lock', [], null),
]

/**
 * Which imports brought a student. Follows like the others, but every night's import writes it: undoing puts back what
 * was there before without minding what imports noted since.
 */
export const sourceTable: ChildTable = oneAKey('student_source', ['model_id'], 'seen_at', ['run_id', 'line'])

/** Columns that name a student and stay as they are, each with the reason. */
export const untouchedColumns: Readonly<Record<string, string>> = {
  'student_change.student_id':
    'what an import changed in that very record; the report of the import leads to it by run and line',
  'identity_statistic.student_id': 'written anew, whole, by MAJ_IDENTITE, which leaves merged records out',
}

/** Columns that name a student and that merging treats by itself. */
export const ownColumns: readonly string[] = [
  'student.merged_into',
  'duplicate_pair.a',
  'duplicate_pair.b',
  'merge_journal.kept_id',
  'merge_journal.absorbed_id',
]

/**
 * What of a row counts as its content, in SQL: the whole of it but the owner and what the program writes by itself.
 * Without what is null: a column that an upgrade of the program adds is no change.
 */
export function contentOf({ mechanical }: ChildTable): string {
  return `jsonb_strip_nulls(to_jsonb(child) - '{${[...mechanical, 'student_id', 'marks', 'marks_meaning'].join(',')}}'::text[])`
}

/** The key of a row as an array of texts: the same row gives the same key whoever it belongs to. */
export function keyOf({ key }: ChildTable): string {
  return key.length === 0
    ? `'[]'::jsonb`
    : `jsonb_build_array(${key.map((column) => `child.${column}::text`).join(', ')})`
}
