import type { EncryptedColumn } from '../platform/encrypted-column.ts'

/** Every column that must not be readable in a copy of the database (health.md 5.8). Whoever adds one adds it here. */
export const encryptedColumns: readonly EncryptedColumn[] = [
  { table: 'student', column: 'nir_encrypted' },
  { table: 'consultation', column: 'content_encrypted' },
  { table: 'merge_journal', column: 'before_encrypted' },
]
