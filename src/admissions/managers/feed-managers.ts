import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import { EditRefused } from '../../platform/edit-refusal.ts'
import type { Text } from '../../platform/text.ts'
import type { Editor } from '../editing.ts'
import { findManager, type ManagerEdit, writeManager } from './managers.ts'

export interface ManagerRecord extends ManagerEdit {
  readonly login: string
}

export type ManagerOutcome =
  | { readonly outcome: 'created' | 'updated' | 'unchanged'; readonly login: string }
  | { readonly outcome: 'rejected'; readonly path: string; readonly message: Text }

/** Makes persons be what is given, by their logins: each is taken or rejected by itself. */
export async function feedManagers(
  database: Database,
  editor: Editor,
  records: readonly ManagerRecord[],
  now: string,
): Promise<ManagerOutcome[]> {
  return await transaction(database.pool, async (client) => {
    const outcomes: ManagerOutcome[] = []
    for (const record of records) {
      await client.query('savepoint manager')
      try {
        outcomes.push(await feedOne(client, record, now))
      } catch (error) {
        await client.query('rollback to savepoint manager')
        if (!(error instanceof EditRefused)) throw error
        outcomes.push({
          outcome: 'rejected',
          path: error.refusal.path ?? 'login',
          message: error.refusal.message,
        })
      }
    }
    const count = (wanted: ManagerOutcome['outcome']) =>
      outcomes.filter(({ outcome }) => outcome === wanted).length
    await recordAudit(client, {
      actor: editor.author,
      action: 'managers.fed',
      application: 'admissions',
      address: editor.address,
      detail: {
        created: outcomes.flatMap((one) => (one.outcome === 'created' ? [one.login] : [])),
        updated: outcomes.flatMap((one) => (one.outcome === 'updated' ? [one.login] : [])),
        unchanged: count('unchanged'),
        rejected: count('rejected'),
      },
    })
    return outcomes
  })
}

async function feedOne(
  client: Queryable,
  { login, ...edit }: ManagerRecord,
  now: string,
): Promise<ManagerOutcome> {
  const { rowCount } = await client.query(
    'insert into admissions.person (login, changed_at) values ($1, $2) on conflict do nothing',
    [login, now],
  )
  await client.query('select from admissions.person where login = $1 for update', [login])
  const changed = await writeManager(client, (await findManager(client, login))!, edit, now)
  const outcome = rowCount === 1 ? 'created' : changed.length > 0 ? 'updated' : 'unchanged'
  return { outcome, login }
}
