import type pg from 'pg'
import type { UserFields } from '../records.ts'
import type { Appliers } from './applier.ts'
import type { IdMap } from './id-map.ts'
import { newIds } from './new-ids.ts'
import { userColumns, userFieldNames } from './user-columns.ts'

/** Accounts and their custom fields. */
export const userAppliers: Pick<
  Appliers,
  'create-user' | 'update-user' | 'delete-user' | 'revive-user' | 'set-profile-value'
> = {
  async 'create-user'(client, operations, ids) {
    const real = await newIds(client, 'app_user', operations.length)
    for (const [at, operation] of operations.entries()) ids.created(operation.id, real[at]!)
    // What all of them share (defaults, mostly) is said once: three times less to write and to read.
    const { fields: sample } = operations[0]!
    const shared = userFieldNames.filter((field) =>
      operations.every((operation) => operation.fields[field] === sample[field]),
    )
    const own = userFieldNames.filter((field) => !shared.includes(field))
    const columns = [...own, ...shared].map((field) => userColumns[field][0]).join(', ')
    const values = [
      ...own.map((field) => userColumns[field][0]),
      ...shared.map((field, at) => `$${at + 2}::${userColumns[field][1]}`),
    ].join(', ')
    await client.query(
      `insert into learning.app_user (id, ${columns}) overriding system value
       select id, ${values} from json_to_recordset($1) as given (${recordOf(own)})`,
      [
        JSON.stringify(operations.map((operation, at) => asRecord(real[at]!, operation.fields, own))),
        ...shared.map((field) => sample[field]),
      ],
    )
  },
  async 'update-user'(client, operations, ids) {
    await change(client, operations, ids, '')
  },
  async 'delete-user'(client, operations, ids) {
    const gone = [operations.map((operation) => ids.real(operation.id))]
    await client.query('delete from learning.group_member where user_id = any($1)', gone)
    await client.query('delete from learning.cohort_member where user_id = any($1)', gone)
    await client.query('delete from learning.enrolment where user_id = any($1)', gone)
    await client.query('delete from learning.role_assignment where user_id = any($1)', gone)
    await client.query(
      'update learning.app_user set deleted = true, modified_at = clock_timestamp() where id = any($1) and not deleted',
      gone,
    )
  },
  async 'revive-user'(client, operations, ids) {
    await change(client, operations, ids, 'deleted = false,')
  },
  async 'set-profile-value'(client, operations, ids) {
    await client.query(
      `insert into learning.profile_value (user_id, field_id, value)
       select * from unnest($1::bigint[], $2::bigint[], $3::text[])
       on conflict (user_id, field_id) do update set value = excluded.value`,
      [
        operations.map((operation) => ids.real(operation.userId)),
        operations.map((operation) => operation.fieldId),
        operations.map((operation) => operation.value),
      ],
    )
  },
}

interface AccountChange {
  readonly id: number
  readonly changes: Partial<UserFields>
}

/** One statement for each set of fields that change together; each account once (apply-operations.ts folds). */
async function change(
  client: pg.PoolClient,
  operations: readonly AccountChange[],
  ids: IdMap,
  also: string,
): Promise<void> {
  const accounts = operations.map(({ id, changes }) => ({ id: ids.real(id), changes }))
  await release(client, accounts)
  const sets = Map.groupBy(accounts, ({ changes }) => fieldsOf(changes).join())
  for (const same of sets.values()) {
    const fields = fieldsOf(same[0]!.changes)
    if (fields.length === 0 && also === '') continue
    const assignments = fields.map((field) => `${userColumns[field][0]} = given.${userColumns[field][0]},`)
    await client.query(
      `update learning.app_user account set ${also} ${assignments.join(' ')} modified_at = now()
       from json_to_recordset($1) as given (${recordOf(fields)}) where account.id = given.id`,
      [JSON.stringify(same.map(({ id, changes }) => asRecord(id, changes, fields)))],
    )
  }
}

/**
 * Names that change hands (a takes b's while b takes a's) would collide half-way: those who get a new one let go of the
 * old one first. No user name has a space.
 */
async function release(client: pg.PoolClient, accounts: readonly AccountChange[]): Promise<void> {
  const renamed = accounts.filter(({ changes }) => changes.username !== undefined)
  if (renamed.length > 1)
    await client.query(
      `update learning.app_user set username = 'renamed ' || id where id = any($1) and not deleted`,
      [renamed.map(({ id }) => id)],
    )
  const renumbered = accounts.filter(({ changes }) => changes.idnumber !== undefined)
  if (renumbered.length > 1)
    await client.query(`update learning.app_user set idnumber = null where id = any($1) and not deleted`, [
      renumbered.map(({ id }) => id),
    ])
}

function fieldsOf(changes: Partial<UserFields>): (keyof UserFields)[] {
  return userFieldNames.filter((field) => changes[field] !== undefined)
}

function recordOf(fields: readonly (keyof UserFields)[]): string {
  return ['id bigint', ...fields.map((field) => userColumns[field].join(' '))].join(', ')
}

function asRecord(
  id: number,
  values: Partial<UserFields>,
  fields: readonly (keyof UserFields)[],
): Record<string, unknown> {
  const record: Record<string, unknown> = { id }
  for (const field of fields) record[userColumns[field][0]] = values[field]
  return record
}
