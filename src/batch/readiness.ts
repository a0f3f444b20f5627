import { notReady, type Refused } from './batch-refusal.ts'
import type { Catalogue } from './catalogue.ts'
import type { RunContext } from './run-context.ts'

/** What a batch may look at to say whether it is ready: all that there is without a run. Read only. */
export type ReadyContext = Pick<RunContext, 'database' | 'settings' | 'mail' | 'clock' | 'place'>

/**
 * The refusal to put a batch in service that says that something is still to be set, or null. One that is in service
 * already is not asked: whoever only moves its hour is not stopped, and taking it out always works.
 */
export async function whyNotReady(
  catalogue: Catalogue,
  code: string,
  context: ReadyContext,
): Promise<Refused | null> {
  const ready = catalogue.get(code)?.batch.ready
  if (ready === undefined) return null
  const { rows } = await context.database.pool.query<{ enabled: boolean }>(
    'select enabled from batch where code = $1',
    [code],
  )
  if (rows[0]?.enabled !== false) return null
  const why = await ready(context)
  return why === null ? null : notReady(code, why)
}
