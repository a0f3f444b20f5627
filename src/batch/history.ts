import type { Queryable } from '../platform/database.ts'
import { type RunRecord, type RunRow, runColumns, runRecord } from './run-record.ts'
import { type RunState, runStates, type Trigger, triggers } from './run-state.ts'

export interface HistoryFilter {
  readonly batch?: string
  readonly application?: string
  /** Only runs of these applications, whatever else is asked for; absent: of all. */
  readonly applications?: readonly string[]
  /** Any of these; absent or empty: all. */
  readonly states?: readonly RunState[]
  readonly triggers?: readonly Trigger[]
  /** Queued (planned runs: launched) at or after this instant, ISO 8601. */
  readonly from?: string
  /** Queued before this instant. */
  readonly to?: string
}

export interface HistoryPage {
  readonly runs: readonly RunRecord[]
  /** What to give as `before` for the following page; null on the last one. */
  readonly next: number | null
}

/** Rows are numbered in the order of their queuing, but for the moment a transaction takes: this much, at most. */
const disorderHours = 1

/**
 * One page of the history, newest first, by keyset: a page far back costs what the first costs. Any combination
 * of filters is read from an index that ends with the id: where a filter names several states or triggers (or
 * none at all), each pair of them is a short read of its own and the newest of all are kept.
 */
export async function readHistory(
  db: Queryable,
  filter: HistoryFilter,
  page: { readonly before?: number; readonly size?: number } = {},
): Promise<HistoryPage> {
  const size = page.size ?? 15
  const statement = historyStatement(filter, page.before ?? null, size + 1)
  const { rows } = await db.query<RunRow>(statement.text, statement.values)
  const runs = rows.slice(0, size).map(runRecord)
  return { runs, next: rows.length > size ? runs.at(-1)!.id : null }
}

function historyStatement(
  filter: HistoryFilter,
  before: number | null,
  limit: number,
): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  const range: string[] = []
  if (before !== null) range.push(`r.id < ${parameter(before)}`)
  if (filter.from !== undefined) {
    const from = parameter(filter.from)
    range.push(`r.queued_at >= ${from}`, `r.id >= (${firstIdSince(from, '-')})`)
  }
  if (filter.to !== undefined) {
    const to = parameter(filter.to)
    range.push(`r.queued_at < ${to}`, `r.id <= (${firstIdSince(to, '+')})`)
  }
  const states = chosen(filter.states)
  const origins = chosen(filter.triggers)
  const scope =
    filter.batch !== undefined
      ? `r.batch_code = ${parameter(filter.batch)}`
      : filter.application !== undefined
        ? `r.application = ${parameter(filter.application)}`
        : null
  if (filter.batch !== undefined && filter.application !== undefined)
    range.push(`r.application = ${parameter(filter.application)}`)
  const allowed = filter.applications === undefined ? null : parameter(filter.applications)
  if (allowed !== null && scope !== null) range.push(`r.application = any(${allowed}::text[])`)
  const limited = parameter(limit)

  if (
    states === null &&
    origins === null &&
    (scope === null ? allowed === null : filter.batch !== undefined)
  ) {
    const where = [...(scope === null ? [] : [scope]), ...range]
    return {
      text: `select ${runColumns('r')} from batch_run r
             ${where.length === 0 ? '' : `where ${where.join(' and ')}`}
             order by r.id desc limit ${limited}`,
      values,
    }
  }
  const branch = [
    scope ?? 'r.application = a.application',
    'r.state = s.state',
    'r.trigger = t.trigger',
    ...range,
  ]
  return {
    text: `
      select ${runColumns('run')}
      from (
        select found.id
        from unnest(${parameter(states ?? runStates)}::text[]) as s (state)
        cross join unnest(${parameter(origins ?? triggers)}::text[]) as t (trigger)
        ${scope === null ? `cross join ${applicationsAsked(allowed)}` : ''}
        cross join lateral (
          select r.id from batch_run r where ${branch.join(' and ')} order by r.id desc limit ${limited}
        ) as found
        order by found.id desc limit ${limited}
      ) as page
      join batch_run run on run.id = page.id
      order by run.id desc`,
    values,
  }
}

function chosen<T>(list: readonly T[] | undefined): readonly T[] | null {
  return list === undefined || list.length === 0 ? null : list
}

function applicationsAsked(allowed: string | null): string {
  return allowed === null ? `(${applicationsOf}) as a` : `unnest(${allowed}::text[]) as a (application)`
}

/** The applications that have runs, found in one hop each instead of by reading the index through. */
const applicationsOf = `
  with recursive one as (
    (select application from batch_run order by application limit 1)
    union all
    select (select r.application from batch_run r where r.application > one.application
            order by r.application limit 1)
    from one where one.application is not null)
  select application from one where application is not null`

/** About where in the numbering an instant lies, on the side where no row of the period is lost. */
function firstIdSince(instant: string, side: '-' | '+'): string {
  const nothing = side === '-' ? '9223372036854775807' : '9223372036854775807'
  return `coalesce((select b.id from batch_run b
                    where b.queued_at >= ${instant}::timestamptz ${side} interval '${disorderHours} hours'
                    order by b.queued_at limit 1), ${nothing})`
}
