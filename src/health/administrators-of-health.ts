import type { Queryable } from '../platform/database.ts'

/** Mail addresses of those who run the health service here: told where no recipient is set. */
export async function administratorsOfHealth(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ email: string }>(
    `select email from account
     where enabled and email is not null
       and (administrator or exists (
         select from account_grant
         where account_id = account.id and application = 'health' and role = 'administrator'))
     order by id`,
  )
  return rows.map(({ email }) => email)
}
