import type { Queryable } from '../../platform/database.ts'
import { mailedTables } from './application-facts.ts'
import { confirmationDeadlineSql } from './confirmation-deadline.ts'

/**
 * Applications that wait for their candidate's answer (admissions.md 3.13): of the campaign, not cancelled, without an answer,
 * whose latest decision, validated or not, is a validated favourable one. `$1` is the campaign, `$2` the zone.
 */
export const unansweredWhere = `account.campaign_id = $1
  and application.cancelled_at is null and application.accepted is null
  and latest.validated and type.kind = 'FA'`

/** Civil date until when, of one of these; `$2` is the zone. */
export const deadlineOfUnanswered = confirmationDeadlineSql({
  application: 'application',
  formation: 'formation',
  decision: 'latest',
  timeZone: '$2::text',
})

export interface Unanswered {
  readonly applicationId: number
  readonly formationId: number
  readonly formationCode: string
  readonly dossierNo: string
}

export interface UnansweredQuery {
  readonly campaignId: number
  readonly timeZone: string
  /** Civil dates, both included; null: no bound. Applications without a deadline are in none. */
  readonly from: string | null
  readonly until: string | null
  /** Not those reminded of this very deadline. */
  readonly unreminded?: boolean
}

const dueWhere = `${unansweredWhere}
  and ${deadlineOfUnanswered} between coalesce($3::date, '-infinity') and coalesce($4::date, 'infinity')
  and (not $5 or application.reminded_for is distinct from ${deadlineOfUnanswered})`

function valuesOf({ campaignId, timeZone, from, until, unreminded = false }: UnansweredQuery) {
  return [campaignId, timeZone, from, until, unreminded]
}

/** How many have their deadline in these bounds. */
export async function countUnanswered(db: Queryable, query: UnansweredQuery): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from ${mailedTables} where ${dueWhere}`,
    valuesOf(query),
  )
  return rows[0]!.count
}

/** A page of them by identifier, after `after`. */
export async function pageOfUnanswered(
  db: Queryable,
  query: UnansweredQuery,
  { after, size }: { after: number; size: number },
): Promise<Unanswered[]> {
  const { rows } = await db.query<Unanswered>(
    `select application.id as "applicationId", application.formation_id as "formationId",
            formation.code as "formationCode", account.dossier_no as "dossierNo"
     from ${mailedTables}
     where ${dueWhere} and application.id > $6
     order by application.id limit $7`,
    [...valuesOf(query), after, size],
  )
  return rows
}
