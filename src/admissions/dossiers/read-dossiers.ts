import type { Queryable } from '../../platform/database.ts'

/** Where an account stands (admissions.md 3.8). */
export const accountStates = ['to-validate', 'expired', 'expired-with-data', 'validated'] as const
export type AccountState = (typeof accountStates)[number]

/** Where one of its applications stands; the latest decision counts. */
export const applicationStates = [
  'undecided',
  'unanswered',
  'waiting-list',
  'unfavourable',
  'accepted',
  'refused',
  'cancelled',
] as const
export type ApplicationState = (typeof applicationStates)[number]

export interface DossierQuery {
  /** The beginning of a dossier number, a name or an address. */
  readonly search: string | null
  readonly campaign: number | null
  readonly state: AccountState | null
  /** With a candidate or without. */
  readonly data: boolean | null
  readonly formation: number | null
  readonly application: ApplicationState | null
  /** Of a unit of this batch that failed; `any`: of any batch. */
  readonly failed: string | null
  /** Id of the last one of the page before: newest first. */
  readonly before: number | null
  readonly size: number
}

export interface ListedDossier {
  readonly id: number
  readonly dossierNo: string
  readonly lastName: string
  readonly firstName: string
  readonly mail: string
  readonly campaign: string
  readonly archived: boolean
  readonly state: AccountState
  readonly validUntil: Date
  readonly hasData: boolean
  readonly applications: number
  readonly accepted: number
  /** Units of it that failed in some batch; of them, put aside. */
  readonly failed: number
  readonly setAside: number
}

const state = `case when account.validated then 'validated'
  when account.valid_until >= $1 then 'to-validate'
  when exists (select from admissions.candidate where candidate.account_id = account.id) then 'expired-with-data'
  else 'expired' end`

/** A page of accounts, newest first. Those of destroyed campaigns are gone. */
export async function readDossiers(
  db: Queryable,
  query: DossierQuery,
  now: string,
): Promise<{ items: ListedDossier[]; next: number | null }> {
  const values: unknown[] = [now]
  const add = (value: unknown) => `$${values.push(value)}`
  const conditions = conditionsOf(query, add)
  const { rows } = await db.query<ListedDossier>(
    `with page as materialized (
       select account.* from admissions.account
       where ${conditions.length === 0 ? 'true' : conditions.join('\n and ')}
       order by account.id desc limit ${add(query.size + 1)}
     )
     select account.id, account.dossier_no as "dossierNo", account.last_name as "lastName",
            account.first_name as "firstName", account.mail, campaign.code as campaign,
            campaign.archived_at is not null as archived, ${state} as state,
            account.valid_until as "validUntil", candidate.id is not null as "hasData",
            counted.applications, counted.accepted, failures.failed, failures."setAside"
     from page as account
       join admissions.campaign on campaign.id = account.campaign_id
       left join admissions.candidate on candidate.account_id = account.id
       cross join lateral (
         select count(*) as applications, count(*) filter (where accepted) as accepted
         from admissions.application where application.candidate_id = candidate.id) as counted
       cross join lateral (
         select count(*) as failed, count(quarantined_at) as "setAside" from (
           select quarantined_at from batch_unit_failure
           where unit_key = any (array['account:' || account.id, 'candidate:' || candidate.id]
           || array(select 'application:' || application.id from admissions.application
                    where application.candidate_id = candidate.id))
           union all
           select opi.quarantined_at from admissions.application
             join admissions.opi on opi.application_id = application.id and opi.state = 'error'
           where application.candidate_id = candidate.id
           union all
           select sent.quarantined_at from admissions.application
             join admissions.opi_attachment as sent on sent.application_id = application.id and sent.state = 'error'
           where application.candidate_id = candidate.id) as failure) as failures
     order by account.id desc`,
    values,
  )
  const items = rows.slice(0, query.size)
  return { items, next: rows.length > query.size ? items.at(-1)!.id : null }
}

function conditionsOf(query: DossierQuery, add: (value: unknown) => string): string[] {
  const conditions: string[] = []
  const { search, campaign, state, data, formation, application, failed, before } = query
  const candidate = `select from admissions.candidate where candidate.account_id = account.id`
  if (before !== null) conditions.push(`account.id < ${add(before)}`)
  if (campaign !== null) conditions.push(`account.campaign_id = ${add(campaign)}`)
  if (search !== null) conditions.push(searchCondition(search.trim(), add))
  if (state === 'validated') conditions.push('(account.validated)')
  if (state === 'to-validate') conditions.push('not account.validated and account.valid_until >= $1')
  if (state === 'expired' || state === 'expired-with-data')
    conditions.push(
      `not account.validated and account.valid_until < $1
       and ${state === 'expired' ? 'not ' : ''}exists (${candidate})`,
    )
  if (data !== null) conditions.push(`${data ? '' : 'not '}exists (${candidate})`)
  if (formation !== null || application !== null)
    conditions.push(applicationCondition(formation, application, add))
  if (failed !== null) conditions.push(`account.id in (${failedAccounts(failed, add)})`)
  return conditions
}

function searchCondition(search: string, add: (value: unknown) => string): string {
  const prefix = (text: string) => `${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  const lower = add(prefix(search.toLowerCase()))
  if (search.includes('@')) return `lower(account.mail) like lower(${lower})`
  const number = add(prefix(search.toUpperCase()))
  return `(account.dossier_no like ${number} or lower(account.last_name) like lower(${lower})
    or lower(account.mail) like lower(${lower}))`
}

const latest = `select decision.validated, type.kind from admissions.decision
  join admissions.decision_type as type on type.id = decision.type_id
  where decision.application_id = application.id order by decision.id desc limit 1`

const ofState: Readonly<Record<ApplicationState, string>> = {
  cancelled: 'application.cancelled_at is not null',
  accepted: 'application.accepted',
  refused: 'application.accepted = false',
  unanswered: `application.cancelled_at is null and application.accepted is null
    and exists (select from (${latest}) as last where last.validated and last.kind = 'FA')`,
  undecided: `application.cancelled_at is null
    and not exists (select from (${latest}) as last where last.validated)`,
  'waiting-list': `application.cancelled_at is null
    and exists (select from (${latest}) as last where last.validated and last.kind = 'LC')`,
  unfavourable: `exists (select from (${latest}) as last where last.validated and last.kind = 'DE')`,
}

function applicationCondition(
  formation: number | null,
  state: ApplicationState | null,
  add: (value: unknown) => string,
): string {
  const wanted = [
    ...(formation === null ? [] : [`application.formation_id = ${add(formation)}`]),
    ...(state === null ? [] : [`(${ofState[state]})`]),
  ]
  // Of a formation there are few: they are looked at first. Of them all, the newest accounts are.
  if (formation !== null)
    return `account.id = any (array(
      select candidate.account_id from admissions.application
        join admissions.candidate on candidate.id = application.candidate_id
      where ${wanted.join(' and ')}))`
  return `exists (
    select from admissions.candidate join admissions.application on application.candidate_id = candidate.id
    where candidate.account_id = account.id and ${wanted.join(' and ')})`
}

/** Failures are few: their accounts are found from them. */
function failedAccounts(batch: string, add: (value: unknown) => string): string {
  const of = batch === 'any' ? 'true' : `batch_code = ${add(batch)}`
  const ids = (kind: string) =>
    `select substring(unit_key from '\\d+')::bigint from batch_unit_failure where ${of} and unit_key ~ '^${kind}:\\d{1,18}$'`
  // Pre-registrations and their attachments keep their failures themselves.
  const kept = (table: string, code: string) =>
    batch === 'any' || batch === code
      ? `union select candidate.account_id from admissions.${table} as failed
          join admissions.application on application.id = failed.application_id
          join admissions.candidate on candidate.id = application.candidate_id
          where failed.state = 'error'`
      : ''
  return `${ids('account')}
    ${kept('opi', 'BATCH_ASYNC_OPI')}
    ${kept('opi_attachment', 'BATCH_ASYNC_OPI_PJ')}
    union select account_id from admissions.candidate where id in (${ids('candidate')})
    union select candidate.account_id from admissions.application
      join admissions.candidate on candidate.id = application.candidate_id
      where application.id in (${ids('application')})`
}
