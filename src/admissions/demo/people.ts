import { instantFrom, type Season, type SeasonCampaign } from './season.ts'

const firstNames = ['Zoé', 'Noé', 'Inès', 'Tom', 'Maïa', 'Gaël', 'Léa', 'Ugo']
const countries = ['100', '100', '100', '100', '109', '134', '352', '100']

/**
 * Accounts and candidates. Of twenty accounts of the campaign in service one was never validated and is out of date
 * (BATCH_NETTOYAGE_CPT removes it), one is not validated yet, one is validated without personal data, and of forty one is
 * out of date with personal data (it is kept, and told). One baccalaureate in fifty is of a year to come.
 */
export async function fillPeople(season: Season, campaign: SeasonCampaign): Promise<void> {
  const { db, now, draw, sisKind } = season
  const { id, code, prefix, accounts, archived } = campaign
  const number = `$1 || lpad(n::text, 7, '0')`
  // Made in the first half of the campaign; of those that are not validated yet, yesterday.
  const made = archived
    ? `$3::timestamptz - interval '20 days' - n * interval '7 minutes'`
    : `$3::timestamptz - case n % 20 when 1 then interval '1 day' else interval '100 days' + n % 7000 * interval '13 minutes' end`
  await db.query(
    `insert into admissions.dossier_number (dossier_no, campaign_code, given_at)
     select ${number}, $2, ${made} from generate_series(1, $4::int) as n order by n`,
    [prefix, code, archived ? instantFrom(season, -420) : now, accounts],
  )
  const late = `n % 20 = 0 or n % 40 = 2`
  await db.query(
    `insert into admissions.account
       (campaign_id, dossier_no, last_name, first_name, mail, login, student_no, validated, valid_until,
        created_at, changed_at)
     select $2, ${number}, 'TESTUN' || n, ($5::text[])[${draw('n', 'first', firstNames.length)} + 1],
            'testun' || lower($1) || n || '@example.org',
            case when ${draw('n', 'login', 10)} = 0 then 'testun' || n end,
            case when ${draw('n', 'login', 10)} = 0 then lpad(n::text, 8, '9') end,
            ${archived ? 'true' : `not (${late} or n % 20 = 1)`},
            ${made} + interval '5 days', ${made}, ${made}
     from generate_series(1, $4::int) as n order by n`,
    [prefix, id, archived ? instantFrom(season, -420) : now, accounts, firstNames],
  )
  const known = archived ? 'true' : `(account.validated and n % 20 <> 3 or n % 40 = 2)`
  await db.query(
    `insert into admissions.candidate
       (account_id, sis_kind, civility, sex, birth_name, first_name, born_on, birth_country, birth_dept, birth_city,
        nationality, ine, ine_key, mobile, language, regime_code, status_code, address_line1, postcode,
        commune_code, country_code, changed_at)
     select account.id, $2, case sex when 0 then 'M.' else 'Mme' end, case sex when 0 then 'M' else 'F' end,
            last_name, first_name,
            $3::date - 18 * 365 - ${draw('n', 'born', 3650)}::int, country,
            case country when '100' then '075' end, case country when '100' then 'PARIS' else 'ESSAIVILLE' end,
            country, case when ${draw('n', 'ine', 10)} < 6 then '99' || lpad(account.id::text, 8, '0') end,
            case when ${draw('n', 'ine', 10)} < 6 then 'A' end, '0600000000',
            case when country = '100' then 'fr' else 'en' end, 'FI', 'E01', n || ' rue des Essais',
            '75001', '75056', '100', $4
     from (
       select account.*, substr(dossier_no, 2)::int as n from admissions.account where campaign_id = $1) account
     cross join lateral (
       select ${draw('n', 'sex', 2)} as sex, ($5::text[])[${draw('n', 'country', countries.length)} + 1] as country
     ) who
     where ${known} order by account.id`,
    [id, sisKind, season.today, now, countries],
  )
  await db.query(
    `insert into admissions.candidate_bac
       (candidate_id, sis_kind, bac_code, year, dept_code, commune_code, establishment_code, mention_code, specialities)
     select candidate.id, $2, (array['NBGE', 'NBGE', 'STMG', 'S'])[${draw('account.id', 'bac', 4)} + 1],
            extract(year from $3::date)::int
              + case when ${draw('account.id', 'year', 50)} = 0 then 1 else -${draw('account.id', 'age', 4)} end,
            '075', '75056', '0750000A', (array['AB', 'B', 'TB'])[${draw('account.id', 'mention', 3)} + 1],
            array['MAT', 'PHY']
     from admissions.candidate join admissions.account on account.id = account_id
     where campaign_id = $1 order by candidate.id`,
    [id, sisKind, season.today],
  )
}
