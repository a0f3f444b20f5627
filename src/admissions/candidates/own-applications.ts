import type { Temporal } from 'temporal-polyfill'
import { instantOrNull } from '../../batch/instant-column.ts'
import type { Queryable } from '../../platform/database.ts'
import { confirmationDeadline, todayIn } from '../decisions/confirmation-deadline.ts'
import { answersOffered } from '../dossiers/answer-rules.ts'

export interface OwnDossier {
  readonly dossierNo: string
  readonly firstName: string
  readonly lastName: string
  readonly campaign: string
  readonly applications: readonly OwnApplication[]
}

export interface OwnApplication {
  readonly id: number
  readonly version: number
  readonly formation: string
  /** Of the dossier: AT awaited, RE received, IN incomplete, CO complete. */
  readonly status: 'AT' | 'RE' | 'IN' | 'CO'
  readonly cancelled: boolean
  /** The latest validated decision: what is not validated yet is not told. */
  readonly decision: {
    readonly label: string
    readonly kind: 'FA' | 'DE' | 'LC' | 'LA' | 'PR'
    readonly validatedAt: string
    /** On the waiting list. */
    readonly rank: number | null
  } | null
  readonly accepted: boolean | null
  readonly answeredAt: string | null
  /** Until when, that day included, a favourable decision may be confirmed. */
  readonly deadline: string | null
  readonly mayConfirm: boolean
  readonly mayWithdraw: boolean
}

interface Row {
  id: number
  version: number
  formation: string
  status: OwnApplication['status']
  cancelled: boolean
  campaignOpen: boolean
  accepted: boolean | null
  answered_at: Date | null
  label: string | null
  kind: 'FA' | 'DE' | 'LC' | 'LA' | 'PR' | null
  validated_at: Date | null
  rank: number | null
  latest: boolean | null
  newConfirmBy: string | null
  confirmDays: number | null
  confirmBy: string | null
}

/** What a candidate sees of their own dossier. */
export async function readOwnDossier(
  db: Queryable,
  accountId: number,
  { now, timeZone }: { readonly now: Temporal.Instant; readonly timeZone: string },
): Promise<OwnDossier | null> {
  const { rows: accounts } = await db.query<Omit<OwnDossier, 'applications'>>(
    `select dossier_no as "dossierNo", first_name as "firstName", last_name as "lastName", campaign.label as campaign
     from admissions.account join admissions.campaign on campaign.id = campaign_id where account.id = $1`,
    [accountId],
  )
  const account = accounts[0]
  if (account === undefined) return null
  const { rows } = await db.query<Row>(
    `select application.id, application.version, formation.label as formation, application.status,
       application.cancelled_at is not null as cancelled, application.accepted, application.answered_at,
       campaign.in_service and campaign.archived_at is null as "campaignOpen",
       type.label, type.kind, decision.validated_at, coalesce(decision.real_rank, decision.rank) as rank,
       not exists (select from admissions.decision later
                   where later.application_id = application.id and later.id > decision.id) as latest,
       application.new_confirm_by::text as "newConfirmBy", formation.confirm_days as "confirmDays",
       formation.confirm_by::text as "confirmBy"
     from admissions.application
     join admissions.candidate on candidate.id = application.candidate_id
     join admissions.account on account.id = candidate.account_id
     join admissions.campaign on campaign.id = account.campaign_id
     join admissions.formation on formation.id = application.formation_id
     left join lateral (
       select * from admissions.decision where application_id = application.id and validated order by id desc limit 1
     ) decision on true
     left join admissions.decision_type type on type.id = decision.type_id
     where account.id = $1
     order by application.cancelled_at is not null, formation.label, application.id`,
    [accountId],
  )
  const today = todayIn(timeZone, now)
  return { ...account, applications: rows.map((row) => ownApplication(row, { today, timeZone })) }
}

function ownApplication(
  row: Row,
  { today, timeZone }: { readonly today: string; readonly timeZone: string },
): OwnApplication {
  const { id, version, formation, status, cancelled, accepted, campaignOpen } = row
  const deadline = confirmationDeadline({ ...row, validatedAt: instantOrNull(row.validated_at) }, timeZone)
  const favourable = row.kind === 'FA' && row.latest === true
  const { confirm, withdraw } = answersOffered(
    { accepted, cancelled, campaignOpen, favourable, deadline },
    today,
  )
  return {
    id,
    version,
    formation,
    status,
    cancelled,
    decision:
      row.kind === null || row.label === null || row.validated_at === null
        ? null
        : {
            label: row.label,
            kind: row.kind,
            validatedAt: row.validated_at.toISOString(),
            rank: row.kind === 'LC' ? row.rank : null,
          },
    accepted,
    answeredAt: row.answered_at?.toISOString() ?? null,
    deadline: favourable ? deadline : null,
    mayConfirm: confirm,
    mayWithdraw: withdraw,
  }
}
