import type { Queryable } from '../../platform/database.ts'
import type { ApplicationFacts } from '../mails/mail-values.ts'

/** What mails about an application need besides its deadline and decision. */
export interface MailedApplication {
  readonly applicationId: number
  readonly accountId: number
  readonly formationId: number
  readonly decisionId: number
  readonly dossierNo: string
  readonly mail: string
  readonly language: string
  readonly civility: string | null
  readonly firstName: string
  readonly lastName: string
  readonly formationCode: string
  readonly formationLabel: string
  readonly commissionLabel: string
  readonly campaignLabel: string
  readonly centreLabel: string
  /** Hidden copies. */
  readonly bccMails: readonly string[]
}

/** Tables behind `mailedColumns`, from `application` on; `latest` is its latest decision, `type` that one's type. */
export const mailedTables = `admissions.application
  join admissions.candidate on candidate.id = application.candidate_id
  join admissions.account on account.id = candidate.account_id
  join admissions.campaign on campaign.id = account.campaign_id
  join admissions.formation on formation.id = application.formation_id
  join admissions.commission on commission.id = formation.commission_id
  join admissions.centre on centre.id = commission.centre_id
  join lateral (
    select * from admissions.decision where application_id = application.id order by id desc limit 1
  ) latest on true
  join admissions.decision_type type on type.id = latest.type_id`

/** A `MailedApplication`. */
export const mailedColumns = `application.id as "applicationId", account.id as "accountId",
  application.formation_id as "formationId", latest.id as "decisionId", account.dossier_no as "dossierNo", account.mail,
  candidate.language, candidate.civility, candidate.first_name as "firstName",
  coalesce(candidate.usual_name, candidate.birth_name) as "lastName", formation.code as "formationCode",
  formation.label as "formationLabel", commission.label as "commissionLabel", campaign.label as "campaignLabel",
  centre.label as "centreLabel", centre.bcc_mails as "bccMails"`

/** Of a mail about this application; `admissions:<template>:application:<id>:<…>`: destroying the dossier finds it. */
export function mailOccasion(template: string, applicationId: number, about: string | number): string {
  return `admissions:${template}:application:${applicationId}:${about}`
}

export function factsOf(
  application: MailedApplication,
  more: Pick<ApplicationFacts, 'deadline' | 'decisionLabel' | 'decisionComment' | 'rank' | 'promoted'> = {},
): ApplicationFacts {
  return { ...application, ...more }
}

export async function readMailedApplication(
  db: Queryable,
  applicationId: number,
): Promise<MailedApplication | null> {
  const { rows } = await db.query<MailedApplication>({
    name: 'mailed_application',
    text: `select ${mailedColumns} from ${mailedTables} where application.id = $1`,
    values: [applicationId],
  })
  return rows[0] ?? null
}
