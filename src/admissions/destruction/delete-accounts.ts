import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'
import { addToReport, type DestroyedCounts } from './destruction-report.ts'

/**
 * Deletes accounts of an archived campaign with all that hangs from them, in one transaction: their files are listed in
 * `file_cleanup` as their rows go, their numbers are kept as released, and the report counts them. Mails about them go too, and
 * what batches noted of their failures.
 */
export async function deleteAccounts(
  client: Queryable,
  given: {
    readonly campaignId: number
    readonly accountIds: readonly number[]
    /** Files are removed by hand: their rows go without being listed. */
    readonly filesByHand: boolean
    readonly now: Temporal.Instant
  },
): Promise<DestroyedCounts> {
  const { campaignId, filesByHand, now } = given
  await guardCampaign(client, campaignId)
  const accounts = await lockAccounts(client, campaignId, given.accountIds)
  if (accounts.length === 0) return {}
  const { applications, candidates } = await belowAccounts(client, accounts)
  const files = await deleteAttachments(client, { campaignId, applications, filesByHand })
  const mails = await deleteMails(client, {
    account: accounts,
    application: applications,
    candidate: candidates,
  })
  await client.query('delete from batch_unit_failure where unit_key = any ($1)', [
    [
      ...accounts.map((id) => `account:${id}`),
      ...applications.map((id) => `application:${id}`),
      ...candidates.map((id) => `candidate:${id}`),
    ],
  ])
  await client.query(
    `update admissions.dossier_number set released_at = $2
     from admissions.account
     where account.id = any ($1) and dossier_number.dossier_no = account.dossier_no and released_at is null`,
    [accounts, now.toString()],
  )
  const below = await deleteBelow(client, { accounts, applications, candidates })
  const counts = {
    accounts: accounts.length,
    candidates: candidates.length,
    applications: applications.length,
    mails,
    ...files,
    ...below,
  }
  await addToReport(client, campaignId, counts)
  return counts
}

/** Nothing of a campaign that is not archived, or is in service, is ever deleted. */
export async function guardCampaign(client: Queryable, campaignId: number): Promise<void> {
  const { rowCount } = await client.query(
    `select from admissions.campaign
     where id = $1 and archived_at is not null and not in_service and destroyed_at is null for update`,
    [campaignId],
  )
  if (rowCount === 0) throw new Error(`la campagne ${campaignId} n’est pas archivée : rien n’est détruit`)
}

async function lockAccounts(
  client: Queryable,
  campaignId: number,
  ids: readonly number[],
): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    'select id from admissions.account where campaign_id = $1 and id = any ($2) order by id for update',
    [campaignId, ids],
  )
  return rows.map(({ id }) => id)
}

async function belowAccounts(client: Queryable, accounts: readonly number[]) {
  const idsOf = async (sql: string, of: readonly number[]) => {
    const { rows } = await client.query<{ id: number }>(sql, [of])
    return rows.map(({ id }) => id)
  }
  const candidates = await idsOf('select id from admissions.candidate where account_id = any ($1)', accounts)
  const applications = await idsOf(
    'select id from admissions.application where candidate_id = any ($1)',
    candidates,
  )
  return { candidates, applications }
}

/** A file that another attachment still has stays, row and content: it goes with the last of them (case 43). */
async function deleteAttachments(
  client: Queryable,
  {
    campaignId,
    applications,
    filesByHand,
  }: { campaignId: number; applications: readonly number[]; filesByHand: boolean },
): Promise<DestroyedCounts> {
  const { rows } = await client.query<{ attachments: number; files: string[] }>(
    `with gone as (
       delete from admissions.application_attachment where application_id = any ($1) returning file_id
     )
     select count(*) as attachments, coalesce(array_agg(distinct file_id) filter (where file_id is not null), '{}') as files
     from gone`,
    [applications],
  )
  const { attachments, files } = rows[0]!
  const listed = await deleteUnusedFiles(client, { campaignId, files: files.map(Number), filesByHand })
  return { attachments, [filesByHand ? 'filesByHand' : 'filesListed']: listed }
}

/** Deletes rows of candidates' files that nothing refers to any more, and lists them for the disk. Returns how many. */
export async function deleteUnusedFiles(
  client: Queryable,
  given: { readonly campaignId: number; readonly files: readonly number[]; readonly filesByHand: boolean },
): Promise<number> {
  if (given.files.length === 0) return 0
  const { rows } = await client.query<{ count: number }>(
    `with unused as (
       delete from admissions.stored_file file
       where id = any ($1) and owner_kind = 'C'
         and not exists (select from admissions.application_attachment where file_id = file.id)
         and not exists (select from admissions.attachment_model where file_id = file.id)
       returning id, path, owner_kind, created_at
     ), listed as (
       insert into admissions.file_cleanup (file_id, campaign_id, path, owner_kind, file_created_at)
       select id, $2, path, owner_kind, created_at from unused where not $3
       on conflict (file_id) do nothing
     )
     select count(*) from unused`,
    [given.files, given.campaignId, given.filesByHand],
  )
  return rows[0]!.count
}

/** How the occasion of a mail names whom it is about (0215_destruction_indexes.sql has an index for each, in these words). */
const mailsAbout = {
  account: '^admissions.*\\maccount:',
  application: '^admissions.*\\mapplication:',
  candidate: '(?:^admissions.*\\mcandidate:|^CANDIDATURE_MODIF_COD_OPI:)',
}

/** Their words tell of people: a mail that still waits does not leave any more. */
async function deleteMails(
  client: Queryable,
  ids: Readonly<Record<keyof typeof mailsAbout, readonly number[]>>,
): Promise<number> {
  let mails = 0
  for (const whom of ['account', 'application', 'candidate'] as const) {
    const { rowCount } = await client.query(
      `delete from outgoing_mail
       where occasion ~ '${mailsAbout[whom]}\\d'
         and substring(occasion from '${mailsAbout[whom]}(\\d{1,18})')::bigint = any ($1)`,
      [ids[whom]],
    )
    mails += rowCount ?? 0
  }
  return mails
}

/** From the leaves up: what cascades would delete is deleted set by set, and counted. */
async function deleteBelow(
  client: Queryable,
  ids: {
    readonly accounts: readonly number[]
    readonly applications: readonly number[]
    readonly candidates: readonly number[]
  },
): Promise<DestroyedCounts> {
  const gone = async (table: string, column: string, of: readonly number[]) => {
    const { rowCount } = await client.query(`delete from admissions.${table} where ${column} = any ($1)`, [
      of,
    ])
    return rowCount ?? 0
  }
  const { accounts, applications, candidates } = ids
  const events = await gone('dossier_event', 'account_id', accounts)
  const decisions = await gone('decision', 'application_id', applications)
  const opi = await gone('opi', 'application_id', applications)
  await gone('opi_attachment', 'application_id', applications)
  await gone('form_not_concerned', 'application_id', applications)
  const answers =
    (await gone('form_answer_application', 'application_id', applications)) +
    (await gone('form_answer_candidate', 'candidate_id', candidates))
  await gone('application', 'id', applications)
  await gone('account', 'id', accounts)
  return { events, decisions, opi, answers }
}
