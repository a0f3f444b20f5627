import type { SisKind } from '../../platform/connection-definitions.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import { where } from './codes.ts'
import { type RejectedRecord, rejected, unknownCode } from './feed-outcome.ts'
import { archived } from './find-accounts.ts'

export interface FoundDossier {
  readonly accountId: number
  readonly candidateId: number
  readonly formationId: number
  /** Null: not yet. */
  readonly applicationId: number | null
  readonly accepted: boolean | null
  readonly cancelled: boolean
}

/** Of each record the candidate, the formation, and the application if there is one, which is locked. */
export async function findApplications(
  client: Queryable,
  sisKind: SisKind,
  records: readonly { readonly dossierNo: string; readonly formation: string }[],
): Promise<(FoundDossier | RejectedRecord)[]> {
  const people = await readDossiers(
    client,
    sisKind,
    records.map(({ dossierNo }) => dossierNo),
  )
  const formations = await readFormations(
    client,
    sisKind,
    records.map(({ formation }) => formation),
  )
  const { rows } = await client.query<{
    id: number
    candidateId: number
    formationId: number
    accepted: boolean | null
    cancelled: boolean
  }>(
    `select id, candidate_id as "candidateId", formation_id as "formationId", accepted,
            cancelled_at is not null as cancelled
     from admissions.application
     where candidate_id = any ($1) and formation_id = any ($2) order by id for update`,
    [[...people.values()].flatMap(({ candidateId }) => candidateId ?? []), [...formations.values()]],
  )
  const applications = new Map(rows.map((row) => [`${row.candidateId} ${row.formationId}`, row]))
  return records.map(({ dossierNo, formation }) => {
    const person = people.get(dossierNo)
    if (person === undefined) return rejected('dossierNo', unknownDossier)
    if (person.archived) return rejected('dossierNo', archived)
    if (person.candidateId === null) return rejected('dossierNo', noCandidate)
    const formationId = formations.get(formation)
    if (formationId === undefined) return unknownCode('formation', formation, where.formation)
    const application = applications.get(`${person.candidateId} ${formationId}`)
    return {
      accountId: person.accountId,
      candidateId: person.candidateId,
      formationId,
      applicationId: application?.id ?? null,
      accepted: application?.accepted ?? null,
      cancelled: application?.cancelled ?? false,
    }
  })
}

/** For records of what hangs from an application: it must be there. */
export async function findExistingApplications(
  client: Queryable,
  sisKind: SisKind,
  records: readonly { readonly dossierNo: string; readonly formation: string }[],
): Promise<((FoundDossier & { readonly applicationId: number }) | RejectedRecord)[]> {
  return (await findApplications(client, sisKind, records)).map((one) => {
    if ('outcome' in one) return one
    const { applicationId } = one
    return applicationId === null ? rejected('formation', noApplication) : { ...one, applicationId }
  })
}

interface Dossier {
  readonly accountId: number
  readonly candidateId: number | null
  readonly archived: boolean
}

async function readDossiers(
  client: Queryable,
  sisKind: SisKind,
  numbers: readonly string[],
): Promise<Map<string, Dossier>> {
  const { rows } = await client.query<Dossier & { no: string }>(
    `select account.dossier_no as no, account.id as "accountId", candidate.id as "candidateId",
            campaign.archived_at is not null as archived
     from admissions.account
       join admissions.campaign on campaign.id = account.campaign_id and campaign.sis_kind = $1
       left join admissions.candidate on candidate.account_id = account.id
     where account.dossier_no = any ($2) order by account.id for share of account, campaign`,
    [sisKind, numbers],
  )
  return new Map(rows.map((row) => [row.no, row]))
}

async function readFormations(
  client: Queryable,
  sisKind: SisKind,
  codes: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ code: string; id: number }>(
    'select code, id from admissions.formation where sis_kind = $1 and code = any ($2)',
    [sisKind, [...new Set(codes)]],
  )
  return new Map(rows.map(({ code, id }) => [code, id]))
}

const unknownDossier: Text = {
  fr: 'Aucun dossier de ce numéro : chargez d’abord les comptes',
  en: 'No dossier has this number: feed accounts first',
}
const noCandidate: Text = {
  fr: 'Ce compte n’a pas encore de candidat : chargez d’abord ses données',
  en: 'This account has no candidate yet: feed their data first',
}
const noApplication: Text = {
  fr: 'Ce dossier n’a pas de candidature à cette formation : chargez d’abord les candidatures',
  en: 'This dossier has no application for this formation: feed applications first',
}
