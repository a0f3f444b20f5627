import type { Queryable } from '../database.ts'
import { recordAudit } from './audit-trail.ts'

/** Who changes a record that people edit, and from where. */
export interface Editor {
  readonly author: string
  readonly address: string | null
}

/** Writes an edit down, in its transaction: what was there before and after, of the members that differ. */
export async function recordEdit(
  db: Queryable,
  editor: Editor,
  edit: {
    readonly application: string
    readonly action: string
    readonly subject: string
    readonly before: Readonly<Record<string, unknown>> | null
    readonly after: Readonly<Record<string, unknown>> | null
  },
): Promise<void> {
  const { before, after } = edit
  const names = Object.keys({ ...before, ...after }).filter(
    (name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]),
  )
  const only = (values: Readonly<Record<string, unknown>> | null) =>
    values === null ? null : Object.fromEntries(names.map((name) => [name, values[name] ?? null]))
  await recordAudit(db, {
    actor: editor.author,
    action: edit.action,
    subject: edit.subject,
    application: edit.application,
    address: editor.address,
    detail: { before: only(before), after: only(after) },
  })
}
