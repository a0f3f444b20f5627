import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { instantOrNull } from '../../batch/instant-column.ts'
import { confirmationDeadline, todayIn } from '../decisions/confirmation-deadline.ts'
import { lockWaitingLists } from '../decisions/waiting-list.ts'
import { alertWithdrawal } from './alert-withdrawal.ts'
import { type AnswerFacts, type AnswerRefusal, judgeAnswer } from './answer-rules.ts'
import { freeSeat, type SeatSurroundings } from './free-seat.ts'
import { keepOpiInStep } from './keep-opi-in-step.ts'
import { noteDossierEvents } from './note-events.ts'

export interface Answer {
  readonly applicationId: number
  /** True: confirms the place; false: gives it up. */
  readonly accepted: boolean
  /** Kept with the answer: the candidate's dossier number, or a manager's login. */
  readonly by: string
  /** Who the dossier's page names: `candidate`, or a manager's login. */
  readonly author: string
  readonly now: Temporal.Instant
  readonly timeZone: string
  /** Setting `admissions.opi.used`. */
  readonly opiUsed: boolean
  /** Gives a freed seat to the next of the waiting list; needed to withdraw. */
  readonly seat?: SeatSurroundings
  /** Of the account that answers for itself; another's application is unknown to it. */
  readonly accountId?: number
  /** What the person who answers has seen; absent: not checked. */
  readonly version?: number
}

export type AnswerOutcome =
  | { readonly ok: true; readonly changed: boolean; readonly accountId: number }
  | {
      readonly ok: false
      readonly reason: AnswerRefusal | 'unknown' | 'stale'
      /** Civil date, where there is one. */
      readonly deadline: string | null
    }

/**
 * A candidate, or a manager for them, confirms a favourable decision or withdraws (admissions.md 3.4, 3.13), in the caller's
 * transaction: under the lock of the application, so that BATCH_DESIST_AUTO and a last-minute confirmation never both
 * succeed. Notes it in the dossier, keeps the pre-registration in step and, where a seat became free, promotes the first of the
 * waiting list. The same answer twice changes nothing.
 */
export async function answerApplication(client: pg.ClientBase, answer: Answer): Promise<AnswerOutcome> {
  const { applicationId, accepted, by, author, now, timeZone } = answer
  const row = await lockApplication(client, answer)
  if (row === null) return { ok: false, reason: 'unknown', deadline: null }
  const deadline = confirmationDeadline({ ...row, validatedAt: instantOrNull(row.validatedAt) }, timeZone)
  const verdict = judgeAnswer({ ...row, deadline }, accepted, todayIn(timeZone, now))
  if (verdict === 'already') return { ok: true, changed: false, accountId: row.accountId }
  if (answer.version !== undefined && answer.version !== row.version)
    return { ok: false, reason: 'stale', deadline }
  if (verdict !== 'allowed') return { ok: false, reason: verdict, deadline }

  await client.query(
    `update admissions.application
     set accepted = $2, answered_at = $3, answered_by = $4, modified_at = $3, modified_by = $4, version = version + 1
     where id = $1`,
    [applicationId, accepted, now.toString(), by.slice(0, 50)],
  )
  await keepOpiInStep(client, {
    applicationId,
    accepted,
    pours: row.pours && answer.opiUsed,
    now,
  })
  await noteDossierEvents(
    client,
    [{ accountId: row.accountId, applicationId, event: accepted ? 'answer-accepted' : 'answer-refused' }],
    { author, runId: null, now },
  )
  if (!accepted && answer.seat !== undefined) await alertWithdrawal(client, applicationId, answer.seat)
  // Outside its dates a campaign promotes nobody.
  const today = todayIn(timeZone, now)
  if (!accepted && row.startOn <= today && today <= row.endOn)
    await freeSeat(client, { ...row, applicationId, today, author }, neededSeat(answer))
  return { ok: true, changed: true, accountId: row.accountId }
}

/** A withdrawal that promotes nobody would lose the seat: a fault of the program. */
function neededSeat({ seat }: Answer): SeatSurroundings {
  if (seat === undefined) throw new Error('a withdrawal needs what gives its seat on')
  return seat
}

interface LockedApplication extends Omit<AnswerFacts, 'deadline'> {
  readonly accountId: number
  readonly formationId: number
  readonly campaignId: number
  readonly startOn: string
  readonly endOn: string
  readonly version: number
  readonly pours: boolean
  readonly newConfirmBy: string | null
  readonly confirmDays: number | null
  readonly confirmBy: string | null
  readonly validatedAt: Date | null
}

/**
 * Read after the lock, in a statement of its own: what waited for it sees what the other one did. Who may free a seat takes the
 * lock of the waiting list before the row's, as everybody does.
 */
async function lockApplication(
  client: pg.ClientBase,
  { applicationId: id, accepted, accountId }: Answer,
): Promise<LockedApplication | null> {
  // Who tries the numbers of others takes no lock of theirs. An application stays its candidate's.
  const { rows: found } = await client.query<{ formation_id: number }>(
    `select formation_id from admissions.application join admissions.candidate on candidate.id = candidate_id
     where application.id = $1 and ($2::bigint is null or account_id = $2)`,
    [id, accountId ?? null],
  )
  if (found[0] === undefined) return null
  if (!accepted) await lockWaitingLists(client, [found[0].formation_id])
  await client.query('select from admissions.application where id = $1 for update', [id])
  const { rows } = await client.query<LockedApplication>(
    `select candidate.account_id as "accountId", application.formation_id as "formationId", account.campaign_id as "campaignId",
       campaign.start_on::text as "startOn", campaign.end_on::text as "endOn", application.version, application.accepted,
       application.cancelled_at is not null as cancelled,
       campaign.in_service and campaign.archived_at is null as "campaignOpen",
       coalesce(decision.validated and type.kind = 'FA', false) as favourable,
       coalesce(type.pours_opi, false) as pours,
       application.new_confirm_by::text as "newConfirmBy", formation.confirm_days as "confirmDays",
       formation.confirm_by::text as "confirmBy", decision.validated_at as "validatedAt"
     from admissions.application
     join admissions.candidate on candidate.id = application.candidate_id
     join admissions.account on account.id = candidate.account_id
     join admissions.campaign on campaign.id = account.campaign_id
     join admissions.formation on formation.id = application.formation_id
     left join lateral (
       select * from admissions.decision where application_id = application.id order by id desc limit 1
     ) decision on true
     left join admissions.decision_type type on type.id = decision.type_id
     where application.id = $1`,
    [id],
  )
  return rows[0] ?? null
}
