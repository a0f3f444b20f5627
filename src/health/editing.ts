import { type Editor, recordEdit as record } from '../platform/audit/record-edit.ts'
import type { Queryable } from '../platform/database.ts'

export type { Editor }

/** Writes an edit of the health service down (`platform/audit/record-edit.ts`). */
export async function recordEdit(
  db: Queryable,
  editor: Editor,
  edit: Omit<Parameters<typeof record>[2], 'application'>,
): Promise<void> {
  await record(db, editor, { ...edit, application: 'health' })
}
