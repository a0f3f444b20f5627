import type { SisKind } from '../../platform/connection-definitions.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import { type RejectedRecord, rejected } from './feed-outcome.ts'
import type { PersonRecord } from './records.ts'

interface Campaign {
  readonly id: number
  readonly code: string
  readonly inService: boolean
  readonly archived: boolean
}

interface Known {
  readonly id: number
  readonly dossierNo: string
  readonly campaignId: number
  readonly validated: boolean
  readonly candidateId: number | null
}

/** Whose record it is: an account that there is, or a new one. `same` tells records of one new account without number. */
export type Found =
  | { readonly kind: 'known'; readonly account: Known }
  | {
      readonly kind: 'new'
      readonly dossierNo: string | null
      readonly campaign: Campaign
      readonly same: string
    }
  | RejectedRecord

/** Whose each record is: by dossier number; without one by campaign, mail and name. */
export async function findAccounts(
  client: Queryable,
  sisKind: SisKind,
  records: readonly PersonRecord[],
): Promise<Found[]> {
  const campaigns = await readCampaigns(client, sisKind)
  const inService = campaigns.find((one) => one.inService)
  const campaignOf = ({ campaign }: PersonRecord) =>
    campaign == null ? inService : campaigns.find(({ code }) => code === campaign)
  const byNumber = await accountsByNumber(client, records)
  const spent = await numbersWithoutAccount(client, records)
  const byName = await accountsByName(client, records, campaignOf)

  return records.map((record): Found => {
    const { dossierNo, campaign: code } = record
    const campaign = campaignOf(record)
    if (code != null && campaign === undefined) return rejected('campaign', unknownCampaign)
    const named = dossierNo == null && campaign !== undefined ? byName.get(nameKey(campaign.id, record)) : []
    if ((named?.length ?? 0) > 1) return rejected('dossierNo', severalAccounts)
    const account = dossierNo == null ? named?.[0] : byNumber.get(dossierNo)
    if (account !== undefined) {
      const own = campaigns.find(({ id }) => id === account.campaignId)
      if (own === undefined) return rejected('dossierNo', otherSystem)
      if (code != null && campaign!.id !== own.id) return rejected('campaign', otherCampaign)
      return own.archived ? rejected('dossierNo', archived) : { kind: 'known', account }
    }
    if (dossierNo != null && spent.has(dossierNo)) return rejected('dossierNo', numberSpent)
    if (campaign === undefined) return rejected('campaign', noCampaign)
    if (campaign.archived) return rejected('campaign', archived)
    return {
      kind: 'new',
      dossierNo: dossierNo ?? null,
      campaign,
      same: dossierNo ?? nameKey(campaign.id, record),
    }
  })
}

async function readCampaigns(client: Queryable, sisKind: SisKind): Promise<Campaign[]> {
  const { rows } = await client.query<Campaign>(
    `select id, code, in_service as "inService", archived_at is not null as archived
     from admissions.campaign where sis_kind = $1
     order by id for share`,
    [sisKind],
  )
  return rows
}

const knownColumns = `account.id, account.dossier_no as "dossierNo", account.campaign_id as "campaignId",
  account.validated, candidate.id as "candidateId"`

async function accountsByNumber(
  client: Queryable,
  records: readonly PersonRecord[],
): Promise<Map<string, Known>> {
  const { rows } = await client.query<Known>(
    `select ${knownColumns}
     from admissions.account left join admissions.candidate on candidate.account_id = account.id
     where account.dossier_no = any ($1) order by account.id for update of account`,
    [numbersOf(records)],
  )
  return new Map(rows.map((row) => [row.dossierNo, row]))
}

/** Numbers that were given once, whose account is gone: they are never given again (cases 42, 45). */
async function numbersWithoutAccount(
  client: Queryable,
  records: readonly PersonRecord[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ no: string }>(
    `select dossier_no as no from admissions.dossier_number
     where dossier_no = any ($1)
       and not exists (select from admissions.account where account.dossier_no = dossier_number.dossier_no)`,
    [numbersOf(records)],
  )
  return new Set(rows.map(({ no }) => no))
}

function numbersOf(records: readonly PersonRecord[]): string[] {
  return records.flatMap(({ dossierNo }) => dossierNo ?? [])
}

async function accountsByName(
  client: Queryable,
  records: readonly PersonRecord[],
  campaignOf: (record: PersonRecord) => Campaign | undefined,
): Promise<Map<string, Known[]>> {
  const asked = records.flatMap((record) => {
    const campaign = campaignOf(record)?.id
    const { dossierNo, lastName, firstName, mail } = record
    return dossierNo != null || campaign === undefined ? [] : [{ campaign, lastName, firstName, mail }]
  })
  if (asked.length === 0) return new Map()
  const { rows } = await client.query<Known & { lastName: string; firstName: string; mail: string }>(
    `select ${knownColumns}, account.last_name as "lastName", account.first_name as "firstName", account.mail
     from admissions.account left join admissions.candidate on candidate.account_id = account.id
     where account.id in (
       select account.id from admissions.account
         join jsonb_to_recordset($1) as given (campaign bigint, "lastName" text, "firstName" text, mail text)
           on account.campaign_id = given.campaign and lower(account.last_name) = lower(given."lastName")
           and lower(account.first_name) = lower(given."firstName") and lower(account.mail) = lower(given.mail))
     order by account.id for update of account`,
    [JSON.stringify(asked)],
  )
  return Map.groupBy(rows, (row) => nameKey(row.campaignId, row))
}

function nameKey(
  campaignId: number,
  { lastName, firstName, mail }: Pick<PersonRecord, 'lastName' | 'firstName' | 'mail'>,
): string {
  return JSON.stringify([campaignId, ...[lastName, firstName, mail].map((text) => text.toLowerCase())])
}

const unknownCampaign: Text = {
  fr: 'Aucune campagne de ce code pour ce SI Scolarité : voyez la page « Campagnes »',
  en: 'No campaign has this code for this information system: see the page “Campaigns”',
}
const noCampaign: Text = {
  fr: 'Aucune campagne n’est en service : nommez la campagne, ou activez-en une',
  en: 'No campaign is in service: name the campaign, or activate one',
}
/** Why nothing of an archived campaign is fed. */
export const archived: Text = {
  fr: 'Sa campagne est archivée : ses dossiers ne changent plus',
  en: 'Its campaign is archived: its dossiers change no more',
}
const otherCampaign: Text = {
  fr: 'Ce dossier est d’une autre campagne',
  en: 'This dossier is of another campaign',
}
const otherSystem: Text = {
  fr: 'Ce dossier est d’une campagne d’un autre SI Scolarité',
  en: 'This dossier is of a campaign of another information system',
}
const severalAccounts: Text = {
  fr: 'Plusieurs comptes de cette campagne portent ce nom et cette adresse : donnez le numéro de dossier',
  en: 'Several accounts of this campaign have this name and address: give the dossier number',
}
const numberSpent: Text = {
  fr: 'Ce numéro a été donné à un compte qui n’existe plus : un numéro n’est jamais redonné',
  en: 'This number was given to an account that is gone: a number is never given again',
}
