import { inLots } from './applications.ts'
import { instantFrom, type Season, type SeasonCampaign } from './season.ts'

/**
 * Decisions as the lots of the applications want them. Ranks of the waiting list are as somebody entered them: a few twice,
 * a few missing; real ranks are missing or of the time before somebody gave up (BATCH_CALCUL_RANG_LC).
 */
export async function fillDecisions(season: Season, campaign: SeasonCampaign): Promise<void> {
  const { db, draw } = season
  const lot = (...names: Parameters<typeof inLots>[2][]) => inLots(season, 'application.id', ...names)
  const taken = instantFrom(season, campaign.archived ? -412 : -14)
  await db.query(
    `with judged as (
       select application.id, formation.waiting_list,
              case when ${lot('refused')} then 'REFUS'
                   when ${lot('waiting', 'promoted')} then case when formation.waiting_list then 'LISTE' else 'REFUS' end
                   else case when ${draw('application.id', 'reserve', 5)} = 0 then 'ADMIS-SR' else 'ADMIS' end
              end as type,
              not ${lot('drafted')} as validated,
              $2::timestamptz + ${draw('application.id', 'taken', 5_700)} * interval '1 minute' as moment
       from admissions.application
       join admissions.formation on formation.id = formation_id
       join admissions.candidate on candidate.id = candidate_id
       join admissions.account on account.id = account_id
       where campaign_id = $1 and not ${lot('awaited', 'cancelled')}
     )
     insert into admissions.decision
       (application_id, type_id, validated, validated_at, created_at, created_by, validated_by)
     select judged.id, decision_type.id, validated, case when validated then moment end, moment, 'demo',
            case when validated then 'demo' end
     from judged join admissions.decision_type on decision_type.code = judged.type
     order by judged.id`,
    [campaign.id, taken],
  )
  await db.query(
    `update admissions.decision
     set rank = case when listed.at % 17 = 0 then null else listed.at - (listed.at % 9 = 0)::int end,
         real_rank = case when listed.at % 3 = 0 then null else listed.at + 1 end
     from (
       select decision.id, row_number() over (
                partition by formation_id order by ${draw('application.id', 'rank', 1_000_000)}, application.id) as at
       from admissions.decision
       join admissions.decision_type on decision_type.id = type_id and kind = 'LC'
       join admissions.application on application.id = application_id
       join admissions.candidate on candidate.id = candidate_id
       join admissions.account on account.id = account_id
       where campaign_id = $1) as listed
     where listed.id = decision.id`,
    [campaign.id],
  )
  // Who was promoted from the list has a second decision, favourable.
  await db.query(
    `insert into admissions.decision
       (application_id, type_id, validated, validated_at, created_at, created_by, validated_by)
     select application.id, favourable.id, true, $2::timestamptz, $2::timestamptz, 'autoListComp', 'autoListComp'
     from admissions.application
     join admissions.formation on formation.id = formation_id and waiting_list
     join admissions.candidate on candidate.id = candidate_id
     join admissions.account on account.id = account_id
     join admissions.decision_type favourable on favourable.code = 'ADMIS'
     where campaign_id = $1 and ${lot('promoted')} order by application.id`,
    [campaign.id, instantFrom(season, campaign.archived ? -404 : -4)],
  )
}
