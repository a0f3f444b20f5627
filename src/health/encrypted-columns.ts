import type { EncryptedColumn } from '../platform/encrypted-column.ts'

/** Every column that must not be readable in a copy of the database (health.md 5.8). Whoever adds one adds it here. */
export const encryptedColumns: readonly EncryptedColumn[] = [
  // Copied by imports, a million at a time, before their rows have a number; a merge copies it between records.
  { table: 'student', column: 'nir_encrypted', bound: false },
  { table: 'consultation', column: 'content_encrypted', bound: true },
  { table: 'merge_journal', column: 'before_encrypted', bound: false },
]
