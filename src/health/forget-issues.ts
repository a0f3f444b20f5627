import type { Queryable } from '../platform/database.ts'

/**
 * What lines were at fault, and what was mailed about it, is forgotten at `before` (health.md 5.6: import issues and
 * notifications 12 months): the quoted values and the mails go, codes, columns and counts stay.
 */
export async function forgetIssues(db: Queryable, before: string): Promise<void> {
  await db.query(
    `update file_exchange exchange
     set report = jsonb_set(report, '{faults}', (
       select jsonb_agg(fault || '{"samples": []}' order by at)
       from jsonb_array_elements(report -> 'faults') with ordinality as listed (fault, at)))
     where application = 'health' and begun_at < $1 and jsonb_path_exists(report, '$.faults[*].samples[*]')`,
    [before],
  )
  // One that still waits is somebody's to see to: the state of the system tells of it.
  await db.query(
    `delete from outgoing_mail
     where state in ('sent', 'failed', 'unknown') and coalesce(sent_at, next_attempt_at) < $1`,
    [before],
  )
}
