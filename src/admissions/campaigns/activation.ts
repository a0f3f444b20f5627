import { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'

/** What activating a campaign depends on, as it stands in the database. */
export interface Activation {
  readonly id: number
  readonly code: string
  readonly sisKind: string
  readonly startOn: string
  readonly endOn: string
  /** The campaign that it archives; null: none is named. */
  readonly archives: {
    readonly id: number
    readonly code: string
    readonly sisKind: string
    readonly endOn: string
    readonly inService: boolean
    readonly archived: boolean
  } | null
  /** The campaign of the same system that is in service, if any. */
  readonly inService: { readonly id: number; readonly code: string } | null
}

/**
 * Why a campaign is not activated, or null (admissions.md 3.3). None may be left in service beside it, so the one in service
 * must be the one that it archives; a first campaign has none.
 */
export function activationRefusal(activation: Activation): string | null {
  const { code, archives, inService } = activation
  if (archives === null)
    return inService === null
      ? null
      : `${code} ne dit pas quelle campagne elle archive, et ${inService.code} est en service : indiquez ${inService.code} sur l’écran Campagnes`
  if (archives.sisKind !== activation.sisKind)
    return `${code} archive ${archives.code}, d’un autre SI Scolarité (${archives.sisKind} et non ${activation.sisKind})`
  if (inService !== null && inService.id !== archives.id)
    return `${code} archive ${archives.code}, mais ${inService.code} est en service : il y en aurait deux`
  return null
}

/** Days between two campaigns: 0 when one follows the other, negative when they overlap. */
export function gapDays(endOn: string, startOn: string): number {
  return Temporal.PlainDate.from(endOn).until(startOn, { largestUnit: 'days' }).days - 1
}

/** What does not stop an activation and deserves to be known before it: in French, for the log and the preview. */
export function activationWarnings(
  activation: Activation,
  { today, unpouredOpi }: { readonly today: string; readonly unpouredOpi: number },
): string[] {
  const { code, archives, startOn, endOn } = activation
  const warnings: string[] = []
  const gap = archives === null ? 0 : gapDays(archives.endOn, startOn)
  if (archives !== null && gap > 0)
    warnings.push(
      `${gap} jour(s) entre la fin de ${archives.code} et le début de ${code} : les candidats ne verront ni l’une ni l’autre`,
    )
  if (archives !== null && gap < 0)
    warnings.push(
      `${archives.code} et ${code} se recouvrent de ${-gap} jour(s) : ${archives.code} s’arrête à l’archivage`,
    )
  if (today < startOn)
    warnings.push(
      `${code} ne commence que le ${french(startOn)} : d’ici là aucun traitement de nuit n’a de campagne`,
    )
  if (today > endOn) warnings.push(`${code} a pris fin le ${french(endOn)}`)
  if (archives !== null && unpouredOpi > 0)
    warnings.push(
      `${unpouredOpi} OPI de ${archives.code} ne sont pas versés et ne le seront plus une fois la campagne archivée`,
    )
  return warnings
}

function french(isoDate: string): string {
  return isoDate.split('-').reverse().join('/')
}

/** The campaigns to activate at `now`, or one of them, locked with what they archive inside a transaction (`lock`). */
export async function readActivations(
  db: Queryable,
  { now, id = null, lock = false }: { now: Temporal.Instant; id?: number | null; lock?: boolean },
): Promise<Activation[]> {
  if (lock)
    await db.query(
      `select from admissions.campaign
       where sis_kind = (select sis_kind from admissions.campaign where id = $1) order by id for update`,
      [id],
    )
  const { rows } = await db.query<{ activation: Activation }>(
    `select json_build_object(
       'id', campaign.id, 'code', campaign.code, 'sisKind', campaign.sis_kind,
       'startOn', campaign.start_on, 'endOn', campaign.end_on,
       'archives', case when old.id is not null then json_build_object(
         'id', old.id, 'code', old.code, 'sisKind', old.sis_kind, 'endOn', old.end_on,
         'inService', old.in_service, 'archived', old.archived_at is not null) end,
       'inService', (
         select json_build_object('id', other.id, 'code', other.code) from admissions.campaign other
         where other.sis_kind = campaign.sis_kind and other.in_service and other.archived_at is null
           and other.id <> campaign.id)) as activation
     from admissions.campaign left join admissions.campaign old on old.id = campaign.archives_id
     where campaign.activation_asked < $1 and campaign.activated_at is null and campaign.archived_at is null
       and ($2::bigint is null or campaign.id = $2)
     order by campaign.activation_asked, campaign.id`,
    [now.toString(), id],
  )
  return rows.map(({ activation }) => activation)
}

/** OPI of a campaign that wait, failed or are to be withdrawn. */
export async function countUnpouredOpi(db: Queryable, campaignId: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) from admissions.opi
     join admissions.application on application.id = opi.application_id
     join admissions.candidate on candidate.id = application.candidate_id
     join admissions.account on account.id = candidate.account_id
     where opi.state in ('to-pour', 'to-withdraw', 'error') and account.campaign_id = $1`,
    [campaignId],
  )
  return rows[0]!.count
}
