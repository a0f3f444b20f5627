import { instantFrom, type Season, type SeasonCampaign } from './season.ts'

/**
 * Applications of every candidate, one to twice the average less one, for formations that follow one another. `lot`, 0–99,
 * says what becomes of each: see `lots`.
 */
export async function fillApplications(season: Season, campaign: SeasonCampaign): Promise<void> {
  const { db, sisKind, draw, applicationsEach } = season
  const { id, archived } = campaign
  const most = Math.max(1, applicationsEach * 2 - 1)
  const made = archived ? instantFrom(season, -415) : instantFrom(season, -90)
  await db.query(
    `with formation as (
       select id, row_number() over (order by id) - 1 as at, count(*) over () as among from admissions.formation
     ), wish as (
       select candidate.id as candidate, account.validated, number
       from admissions.candidate join admissions.account on account.id = account_id
       cross join generate_series(0, ${draw('candidate.id', 'wishes', most)}) as number
       where campaign_id = $1 and account.validated
     )
     insert into admissions.application
       (sis_kind, candidate_id, formation_id, treatment, treatment_validated, status, created_at, modified_at,
        modified_by)
     select $2, candidate, formation.id,
            (array['AC', 'AC', 'AC', 'AD'])[${draw('candidate * 31 + number', 'treatment', 4)} + 1], true, 'AT',
            moment, moment, 'demo'
     from (select count(*) as among from admissions.formation) as offer
     cross join wish
     join formation on formation.at = (${draw('candidate', 'formation', 'offer.among')} + number) % offer.among
     cross join lateral (
       select $3::timestamptz + ${draw('candidate', 'made', 20_000)} * interval '1 minute' as moment) as time
     order by candidate, number`,
    [id, sisKind, made],
  )
  await settleApplications(season, campaign)
}

/** What becomes of applications, in hundredths; the rest of the season follows from it. */
export const lots = {
  cancelled: [0, 7],
  awaited: [8, 27],
  refused: [28, 42],
  confirmed: [43, 54],
  declined: [55, 57],
  /** Confirmed, poured, then given up: the withdrawal is to be poured. */
  givenUp: [58, 59],
  unanswered: [60, 74],
  waiting: [75, 92],
  /** Favourable, but nobody validated it. */
  drafted: [93, 96],
  /** From the waiting list, with a deadline of its own. */
  promoted: [97, 99],
} as const satisfies Record<string, readonly [number, number]>

export type Lot = keyof typeof lots

/** SQL: the lots of an application, whose identifier is `id`, are among these. */
export function inLots({ draw }: Pick<Season, 'draw'>, id: string, ...names: readonly Lot[]): string {
  const drawn = draw(id, 'lot', 100)
  return `(${names.map((name) => `${drawn} between ${lots[name][0]} and ${lots[name][1]}`).join(' or ')})`
}

async function settleApplications(season: Season, { id, archived }: SeasonCampaign): Promise<void> {
  const { db, draw } = season
  const lot = (...names: Lot[]) => inLots(season, 'application.id', ...names)
  const answered = lot('confirmed', 'declined', 'givenUp')
  const then = archived ? instantFrom(season, -405) : instantFrom(season, -10)
  await db.query(
    `update admissions.application
     set status = case when ${lot('awaited')} then (array['AT', 'RE', 'IN', 'CO'])[${draw('application.id', 'status', 4)} + 1]
                  else 'CO' end,
         cancelled_at = case when ${lot('cancelled')} then $2::timestamptz end,
         accepted = case when ${answered} then ${lot('confirmed')} end,
         answered_at = case when ${answered} then $2::timestamptz + ${draw('application.id', 'answer', 7000)} * interval '1 minute' end,
         answered_by = case when ${answered} then dossier_no end,
         -- Of those promoted: deadlines yesterday, tomorrow, the day after, in a fortnight.
         new_confirm_by = case when ${lot('promoted')}
           then $3::date + (array[-1, 1, 2, 14])[${draw('application.id', 'deadline', 4)} + 1] end
     from admissions.candidate join admissions.account on account.id = account_id
     where candidate.id = candidate_id and campaign_id = $1`,
    [id, then, season.today],
  )
  if (!archived) return
  await db.query(
    `update admissions.application
     set frozen_at = $2, frozen_analysis_on = analysis_on - 366, frozen_confirm_by = confirm_by - 366,
         frozen_confirm_days = confirm_days, frozen_deposit_from = deposit_from - 366,
         frozen_deposit_to = deposit_to - 366, frozen_return_by = return_by - 366,
         frozen_publish_on = publish_on - 366, frozen_jury_on = jury_on - 366
     from admissions.formation, admissions.candidate join admissions.account on account.id = account_id
     where formation.id = formation_id and candidate.id = candidate_id and campaign_id = $1`,
    [id, instantFrom(season, -400)],
  )
}
