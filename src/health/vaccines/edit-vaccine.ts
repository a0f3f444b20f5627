import { type Database, transaction } from '../../platform/database.ts'
import { type Editor, recordEdit } from '../editing.ts'
import { columnOf, findVaccine, type LocalField, localFields, type Vaccine } from './read-vaccines.ts'

export interface VaccineEdit {
  readonly version: number
  /** What becomes the service's own: an import leaves it from now on. */
  readonly values: Partial<Pick<Vaccine, LocalField>>
  /** What follows the source again. */
  readonly revert: readonly LocalField[]
}

export type EditedVaccine =
  | { readonly ok: true; readonly vaccine: Vaccine }
  | { readonly ok: false; readonly reason: 'not-found' | 'stale' }

/** Changes what the service says of a vaccine, or goes back to what the source says. */
export async function editVaccine(
  database: Database,
  editor: Editor,
  id: number,
  edit: VaccineEdit,
  now: string,
): Promise<EditedVaccine> {
  return await transaction(database.pool, async (client) => {
    const before = await findVaccine(client, id, 'for update')
    if (before === null) return { ok: false, reason: 'not-found' }
    if (before.version !== edit.version) return { ok: false, reason: 'stale' }
    const reverted = before.localFields.filter((field) => edit.revert.includes(field))
    const changed = localFields.filter(
      (field) =>
        !reverted.includes(field) &&
        edit.values[field] !== undefined &&
        JSON.stringify(edit.values[field]) !== JSON.stringify(before[field]),
    )
    if (reverted.length + changed.length === 0) return { ok: true, vaccine: before }
    const next = {
      ...before,
      ...Object.fromEntries(changed.map((field) => [field, edit.values[field]])),
      ...Object.fromEntries(reverted.map((field) => [field, before.fromSource[field]])),
    }
    const local = localFields.filter(
      (field) => changed.includes(field) || (before.localFields.includes(field) && !reverted.includes(field)),
    )
    await client.query(
      `update vaccine
       set ${localFields.map((field, at) => `${columnOf[field]} = $${at + 2}`).join(', ')},
           local_fields = $8, changed_at = $9, version = version + 1
       where id = $1`,
      [id, ...localFields.map((field) => next[field]), local.map((field) => columnOf[field]), now],
    )
    await recordEdit(client, editor, {
      action: 'vaccine.changed',
      subject: `vaccine:${id}`,
      before: { ...told(before), localFields: before.localFields },
      after: { ...told(next), localFields: local },
    })
    return { ok: true, vaccine: (await findVaccine(client, id))! }
  })
}

const told = (vaccine: Vaccine) => Object.fromEntries(localFields.map((field) => [field, vaccine[field]]))
