import type { Database } from '../../../platform/database.ts'

/**
 * Runs `work` on those of these candidates whom nobody else is pouring at the same moment: two calls under way for one candidate
 * could leave the older wish list at the target. Locks belong to a connection, so they end with a process that dies. They are
 * not row locks: a candidate's answer never waits for the target.
 */
export async function holdCandidates<T>(
  { pool }: Database,
  candidateIds: readonly number[],
  work: (held: readonly number[]) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const { rows } = await client.query<{ id: number }>(
      `select id from unnest($1::bigint[]) with ordinality as wanted (id, place)
       where pg_try_advisory_lock(hashtextextended('admissions.opi:' || id, 0))
       order by place`,
      [candidateIds],
    )
    return await work(rows.map(({ id }) => id))
  } finally {
    // Also after a failure, and before anybody else tries: closing a connection would release them too, but only some time later.
    await client.query('select pg_advisory_unlock_all()').catch((error: Error) => {
      broken = error
    })
    client.release(broken)
  }
}
