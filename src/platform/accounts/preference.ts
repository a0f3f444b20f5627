import type { Queryable } from '../database.ts'

/** What an account likes to see, as the pages left it; undefined: nothing kept under this key. */
export async function readPreference(db: Queryable, accountId: number, key: string): Promise<unknown> {
  const { rows } = await db.query<{ value: unknown }>(
    'select value from account_preference where account_id = $1 and key = $2',
    [accountId, key],
  )
  return rows[0]?.value
}

/** So many keys an account may keep: pages have a few dozen. */
const mostPreferences = 200

/** False when the account keeps too many already. `value` is JSON. */
export async function writePreference(
  db: Queryable,
  accountId: number,
  key: string,
  value: unknown,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into account_preference (account_id, key, value)
     select $1, $2, $3::jsonb
     where (select count(*) from account_preference where account_id = $1 and key <> $2) < $4
     on conflict (account_id, key) do update set value = excluded.value`,
    [accountId, key, JSON.stringify(value ?? null), mostPreferences],
  )
  return rowCount === 1
}
