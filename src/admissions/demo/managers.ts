import type { Season } from './season.ts'

const count = 12

/** People of the back office, with profiles of each kind; one is out of service. Users of the information system: the same. */
export async function addManagers({ db, sisKind, now }: Season): Promise<void> {
  await db.query(
    `insert into admissions.person (login, label, mail, in_service, changed_at)
     select 'gest' || n, 'TESTUN Gestionnaire ' || n, 'gest' || n || '@example.org', n <> $2, $1
     from generate_series(1, $2::int) as n order by n
     on conflict do nothing`,
    [now, count],
  )
  await db.query(
    `insert into admissions.person_profile (login, kind, centre_id, commission_id, sis_login)
     select 'gest' || n, kind, case when kind in ('G', 'C') then centre.id end,
            case when kind = 'C' then commission.id end, 'gest' || n
     from generate_series(1, $1::int) as n
     cross join lateral (select (array['A', 'G', 'C', 'I', 'L'])[n % 5 + 1] as kind) as profile
     join lateral (
       select id from (select id, row_number() over (order by id) - 1 as at, count(*) over () as among
                       from admissions.centre) as numbered
       where at = n % among) as centre on true
     join lateral (
       select id from admissions.commission where centre_id = centre.id order by id limit 1) as commission on true
     order by n
     on conflict do nothing`,
    [count],
  )
  await db.query(
    `insert into admissions.siscol_user (login, sis_kind, mail, cge_code, seen_at)
     select 'gest' || n, $1, 'gest' || n || '@example.org', 'CG' || n % 4 + 1, $2
     from generate_series(1, $3::int) as n order by n
     on conflict do nothing`,
    [sisKind, now, count],
  )
}
