import type { RunContext } from '../../batch/run-context.ts'
import type { Trigger } from '../../batch/run-state.ts'
import { replayTaken } from '../settings/common.ts'

/** What a run owes its files to. */
export type RunOrigin =
  /** The plan: a file that merely still lies there is not taken again. */
  | { readonly kind: 'plan'; readonly trigger: Trigger }
  /** Somebody, who gets what they ask for. */
  | { readonly kind: 'request'; readonly trigger: Trigger }
  /** It repeats a request's run that its node did not survive: what that one did is not done again. */
  | { readonly kind: 'retry'; readonly of: number; readonly trigger: Trigger }

const planned: ReadonlySet<Trigger> = new Set(['schedule', 'catch-up', 'file'] satisfies Trigger[])

// biome-ignore lint/suspicious/noExplicitAny: whatever its parameters are
export async function readOrigin({ database, run, settings }: RunContext<any>): Promise<RunOrigin> {
  const { rows } = await database.pool.query<{ retry_of: number; trigger: Trigger }>(
    `select run.retry_of, coalesce(first.trigger, run.trigger) as trigger
     from batch_run run left join batch_run first on first.id = run.retry_of
     where run.id = $1 and run.retry_of is not null`,
    [run.id],
  )
  const retried = rows[0]
  const trigger = retried?.trigger ?? run.trigger
  if (planned.has(trigger))
    return (await settings.get(replayTaken))
      ? retried === undefined
        ? { kind: 'request', trigger }
        : { kind: 'retry', of: retried.retry_of, trigger }
      : { kind: 'plan', trigger }
  return retried === undefined
    ? { kind: 'request', trigger }
    : { kind: 'retry', of: retried.retry_of, trigger }
}

/** Whether nobody waits in front of a screen for its end. */
export function isPlanned({ trigger }: RunOrigin): boolean {
  return planned.has(trigger)
}
