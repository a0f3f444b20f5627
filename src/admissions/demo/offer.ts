import { dayFrom, type Season } from './season.ts'

const centres = ['Sciences', 'Droit et gestion', 'Lettres', 'Santé']
const subjects = [
  'Mathématiques',
  'Informatique',
  'Physique',
  'Droit',
  'Gestion',
  'Économie',
  'Lettres modernes',
  'Histoire',
  'Psychologie',
  'Nutrition',
  'Biologie',
  'Chimie',
]
const levels = ['Licence 2', 'Master 1', 'Master 2', 'Licence 3']

/** Types of decisions, with the mail template of each. */
export const decisionTypes = [
  { code: 'ADMIS', label: 'Admis', kind: 'FA', pours: true, mail: 'DECISION_FAVORABLE' },
  { code: 'ADMIS-SR', label: 'Admis sous réserve', kind: 'FA', pours: true, mail: 'DECISION_FAVORABLE' },
  { code: 'LISTE', label: 'Liste complémentaire', kind: 'LC', pours: false, mail: 'DECISION_LISTE_COMP' },
  { code: 'REFUS', label: 'Refusé', kind: 'DE', pours: false, mail: 'DECISION_DEFAVORABLE' },
  { code: 'ATTENTE', label: 'En attente', kind: 'LA', pours: false, mail: null },
  { code: 'PRESEL', label: 'Présélectionné', kind: 'PR', pours: false, mail: 'DECISION_PRESELECTION' },
] as const

/** Attachments that every formation asks for; `sis`: what the information system calls those that are poured. */
export const attachmentModels = [
  { code: 'CV', label: 'Curriculum vitæ', sis: 'CV', shared: true },
  { code: 'LETTRE', label: 'Lettre de motivation', sis: null, shared: false },
  { code: 'RELEVE', label: 'Relevé de notes', sis: 'RN', shared: true },
] as const

/**
 * Centres, commissions, types of decisions, attachments and formations. Formations differ in what batches look at: waiting
 * lists (two in three), deadlines that are past, near or far, fixed or counted in days, no deadline at all; one that the
 * information system does not know, so that its pre-registrations fail.
 */
export async function addOffer(season: Season): Promise<void> {
  const { db, now } = season
  await db.query(
    `insert into admissions.centre (code, label, bcc_mails, changed_at)
     select 'C' || at, label, array['centre' || at || '@example.org'], $2
     from unnest($1::text[]) with ordinality as given (label, at) order by at`,
    [centres, now],
  )
  await db.query(
    `insert into admissions.commission
       (centre_id, code, label, alert_mails, alert_withdrawal, alert_main_list, mail_letter, changed_at)
     select centre.id, centre.code || '-' || half, 'Commission ' || half || ' – ' || centre.label,
            array['commission-' || lower(centre.code) || half || '@example.org'], half = 1, true, half = 1, $1
     from admissions.centre, generate_series(1, 2) as half order by centre.id, half`,
    [now],
  )
  await db.query(
    `insert into admissions.decision_type (code, label, kind, pours_opi, final, mail_code, changed_at)
     select code, label, kind, pours, kind in ('FA', 'DE'),
            (select template.code from admissions.mail_template template where template.code = mail), $2
     from jsonb_to_recordset($1) as given (code text, label text, kind text, pours boolean, mail text)
     on conflict (code) do nothing`,
    [JSON.stringify(decisionTypes), now],
  )
  await db.query(
    `insert into admissions.attachment_model (code, label, sis_code, shared, changed_at)
     select code, label, sis, shared, $2
     from jsonb_to_recordset($1) as given (code text, label text, sis text, shared boolean)
     on conflict (code) do nothing`,
    [JSON.stringify(attachmentModels), now],
  )
  await addFormations(season)
}

async function addFormations(season: Season): Promise<void> {
  const { db, sisKind, now, formations } = season
  await db.query(
    `with commission as (
       select id, row_number() over (order by id) - 1 as at, count(*) over () as among from admissions.commission)
     insert into admissions.formation
       (sis_kind, code, label, commission_id, waiting_list, demat, stage_code, stage_version, cge_code, pegase_code,
        analysis_on, confirm_by, confirm_days, deposit_from, deposit_to, return_by, publish_on, jury_on,
        confirm_by_wl, confirm_days_wl, favourable_type_id, changed_at)
     select $1, 'F' || to_char(n + 1, 'FM9000'),
            ($2::text[])[n / $5::int % $6::int + 1] || ' ' || ($3::text[])[n % $5::int + 1],
            commission.id, n % 3 <> 1, n % 7 <> 3,
            -- One that the information system knows neither by stage nor by centre.
            case when n = 5 then null else 'ET' || to_char(n + 1, 'FM9000') end,
            case when n = 5 then null else '101' end,
            case when n = 5 then null else 'CG' || n % 4 + 1 end,
            case when n = 5 then null else 'PG-' || to_char(n + 1, 'FM9000') end,
            $7, case n % 6 when 0 then $8::date when 1 then $9::date when 2 then $10::date when 3 then $10::date end,
            -- A delay counts before a date; one formation in six has neither.
            case n % 6 when 3 then 5 when 4 then 10 end,
            $11, $12, $12, $13, $13, case n % 2 when 0 then $14::date end, case n % 2 when 1 then 7 end,
            favourable.id, $4
     from generate_series(0, $15::int - 1) as n
     join commission on commission.at = n % commission.among
     join admissions.decision_type favourable on favourable.code = 'ADMIS'
     order by n`,
    [
      sisKind,
      levels,
      subjects,
      now,
      subjects.length,
      levels.length,
      dayFrom(season, -60),
      dayFrom(season, -3),
      dayFrom(season, 2),
      dayFrom(season, 30),
      dayFrom(season, -200),
      dayFrom(season, -70),
      dayFrom(season, -30),
      dayFrom(season, 20),
      formations,
    ],
  )
  await db.query(
    `insert into admissions.formation_attachment (formation_id, model_id)
     select formation.id, model.id from admissions.formation, admissions.attachment_model model
     where formation.demat or model.shared order by 1, 2`,
  )
}
