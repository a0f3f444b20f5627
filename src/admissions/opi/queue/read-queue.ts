import type { Queryable } from '../../../platform/database.ts'

export const opiStates = ['to-pour', 'to-withdraw', 'poured', 'withdrawn', 'error'] as const
export type OpiState = (typeof opiStates)[number]

export interface QueueQuery {
  /** Null: any. */
  readonly states: readonly OpiState[] | null
  readonly cause: string | null
  /** Only what is put aside. */
  readonly aside: boolean
  /** Beginning of a dossier number. */
  readonly dossier: string | null
  readonly after: number | null
  readonly size: number
}

export interface QueuedOpi {
  readonly applicationId: number
  readonly version: number
  readonly accountId: number
  readonly dossierNo: string
  readonly formation: { readonly code: string; readonly label: string }
  readonly state: OpiState
  readonly wanted: 'pour' | 'withdraw'
  readonly cause: string | null
  readonly causeDetail: string | null
  readonly attempts: number
  readonly nextTry: string | null
  readonly quarantinedAt: string | null
  readonly opiCode: string | null
  readonly pouredAt: string | null
  readonly withdrawnAt: string | null
  readonly createdAt: string
  readonly adjusted: readonly string[]
}

/** Pre-registrations of the campaign in service of this system: everything that the screen « OPI » speaks of. */
export const queueTables = `
  admissions.opi o
    join admissions.application p on p.id = o.application_id
    join admissions.formation f on f.id = p.formation_id
    join admissions.candidate c on c.id = p.candidate_id
    join admissions.account a on a.id = c.account_id`

const columns = `
  o.application_id as "applicationId", o.version, a.id as "accountId", a.dossier_no as "dossierNo", f.code, f.label, o.state,
  o.wanted, o.cause, o.cause_detail as "causeDetail", o.attempts, o.next_try as "nextTry",
  o.quarantined_at as "quarantinedAt", o.opi_code as "opiCode", o.poured_at as "pouredAt", o.withdrawn_at as "withdrawnAt",
  o.created_at as "createdAt", o.adjusted`

type Row = Omit<QueuedOpi, 'formation'> & { code: string; label: string }

/** Newest first, a page at a time. */
export async function readQueue(
  db: Queryable,
  campaignId: number,
  query: QueueQuery,
): Promise<{ items: QueuedOpi[]; next: number | null }> {
  const { states, cause, aside, dossier, after, size } = query
  const { rows } = await db.query<Row>(
    `select ${columns} from ${queueTables}
     where a.campaign_id = $1 and ($2::text[] is null or o.state = any ($2)) and ($3::text is null or o.cause = $3)
       and (not $4 or o.quarantined_at is not null) and ($5::text is null or starts_with(a.dossier_no, upper($5)))
       and ($6::bigint is null or o.application_id < $6)
     order by o.application_id desc limit $7`,
    [campaignId, states, cause, aside, dossier, after, size + 1],
  )
  const items = rows.slice(0, size).map(opiOf)
  return { items, next: rows.length > size ? items.at(-1)!.applicationId : null }
}

export interface QueueCounts {
  readonly states: Readonly<Record<OpiState, number>>
  readonly aside: number
  readonly causes: readonly { readonly cause: string; readonly count: number; readonly aside: number }[]
}

export async function countQueue(db: Queryable, campaignId: number): Promise<QueueCounts> {
  const { rows } = await db.query<{ state: OpiState; cause: string | null; count: number; aside: number }>(
    `select o.state, o.cause, count(*) as count, count(o.quarantined_at) as aside
     from ${queueTables} where a.campaign_id = $1 group by o.state, o.cause`,
    [campaignId],
  )
  const states = Object.fromEntries(
    opiStates.map((state) => [state, total(rows.filter((row) => row.state === state))]),
  ) as Record<OpiState, number>
  const causes = rows.flatMap(({ state, cause, count, aside }) =>
    state === 'error' && cause !== null ? [{ cause, count, aside }] : [],
  )
  causes.sort((a, b) => b.count - a.count || a.cause.localeCompare(b.cause))
  return { states, causes, aside: rows.reduce((sum, { aside }) => sum + aside, 0) }
}

function total(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0)
}

function opiOf({ code, label, ...row }: Row): QueuedOpi {
  const iso = (at: unknown) => (at instanceof Date ? at.toISOString() : null)
  return {
    ...row,
    formation: { code, label },
    nextTry: iso(row.nextTry),
    quarantinedAt: iso(row.quarantinedAt),
    pouredAt: iso(row.pouredAt),
    withdrawnAt: iso(row.withdrawnAt),
    createdAt: iso(row.createdAt)!,
  }
}

/** The campaign in service of this system, whatever its dates; null: there is none. */
export async function campaignInService(
  db: Queryable,
  sisKind: string,
): Promise<{ id: number; code: string; label: string } | null> {
  const { rows } = await db.query<{ id: number; code: string; label: string }>(
    `select id, code, label from admissions.campaign where sis_kind = $1 and in_service and archived_at is null`,
    [sisKind],
  )
  return rows[0] ?? null
}
