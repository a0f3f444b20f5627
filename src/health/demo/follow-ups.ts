import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'

const motives = [
  ['VACCIN', 'Vaccination à compléter'],
  ['VISITE', 'Visite médicale non faite'],
  ['BILAN', 'Bilan de prévention à 6 mois'],
  ['RESULTAT', 'Résultats à venir chercher'],
] as const

/** Of the students, in the order of their records. */
const followed = 240

const text = `Lors de votre dernier passage, nous avions convenu de nous revoir.

Merci de prendre rendez-vous auprès du secrétariat, par téléphone ou en ligne.`

/**
 * Motives, and follow-ups of fictional students in every state, so that each of the five batches has something to do
 * today: due, due without address, to be reminded, to come, too old. Done once, it changes nothing more.
 */
export async function addDemoFollowUps(
  db: Queryable,
  now: Temporal.Instant,
  timeZone: string,
): Promise<void> {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate().toString()
  await db.query(
    `insert into nomenclature_item (nomenclature_id, code, label)
     select nomenclature.id, item.code, item.label
     from nomenclature, unnest($1::text[], $2::text[]) as item (code, label)
     where nomenclature.code = 'RELANCES'
     on conflict do nothing`,
    [motives.map(([code]) => code), motives.map(([, label]) => label)],
  )
  await db.query(
    `insert into follow_up (reference, student_id, motive_id, created_by, created_at, due_on, letter_text, comment,
                            state, letter_on, reminder_on, closed_on, closed_by, closed_reason, changed_at)
     select 'DEMO-' || n, student.id, motive.id, 'demo', $3, due_on, $4, 'Relance de démonstration',
            case when n % 6 = 5 then 'closed' when reminder_on is not null then 'reminder-printed'
                 when letter_on is not null then 'letter-printed' when due_on <= $2 then 'due' else 'open' end,
            letter_on, reminder_on, closed_on,
            case when n % 6 = 5 then 'demo' end, case when n % 6 = 5 then 'Rendez-vous pris' end, $3
     from (
       select id, row_number() over (order by id)::int as n from student where merged_into is null
       order by id limit $1) as student
     cross join lateral (values (
       -- Due lately or soon; to be reminded; printed lately; reminded; too old; closed.
       case n % 6 when 0 then $2::date - 20 + n / 6 when 1 then $2::date - 50 when 2 then $2::date - 12
                  when 3 then $2::date - 120 when 4 then $2::date - 410 - n / 6 else $2::date - 30 end,
       case n % 6 when 1 then $2::date - 45 when 2 then $2::date - 10 when 3 then $2::date - 115
                  when 4 then $2::date - 400 - n / 6 end,
       case n % 6 when 3 then $2::date - 80 when 4 then $2::date - 370 - n / 6 end,
       case n % 6 when 5 then $2::date - 5 end)) as dates (due_on, letter_on, reminder_on, closed_on)
     join lateral (
       select id from nomenclature_item
       where nomenclature_id = (select id from nomenclature where code = 'RELANCES') and code = any($5)
       order by code offset n % 4 limit 1) as motive on true
     on conflict (reference) do nothing`,
    [followed, today, now.toString(), text, motives.map(([code]) => code)],
  )
}
