/**
 * The rows of `identity_statistic` as the records stand, one per student who is not merged away and academic year with
 * an enrolment (health.md 2.5). One statement over whole tables: a million students in seconds.
 *
 * - $1: the academic years wanted (smallint[]);
 * - $2: the establishment's time zone, in which a consultation has its date;
 * - $3: the first month of an academic year;
 * - $4: INSEE code of France; $5: those of the other members of the European Union (text[]);
 * - $6: the present instant: an appointment counts once its time has come.
 */
export const computedRows = `
  with chosen as (
    -- The main enrolment: the one that was imported last, of those the first by key.
    select distinct on (student_id, year)
           student_id, year, establishment_code, component_code, cursus, cursus_year, scholarship_code,
           higher_education_entry, count(*) over (partition by student_id, year) as enrolments
    from enrolment
    where year = any($1)
    order by student_id, year, run_id desc, establishment_code, component_code, diploma
  ), known as (
    select student_id, min(year) as first_year from enrolment group by student_id
  ), visits as (
    select student_id, ${academicYear('opened_on')} as year, count(*) as consultations, max(opened_on) as last_on
    from (select student_id, (opened_at at time zone $2)::date as opened_on from consultation) as dated
    group by 1, 2
  ), meetings as (
    select student_id, ${academicYear('starts_on')} as year, count(*) as appointments,
           count(*) filter (where state = 'missed') as missed
    from (
      select student_id, state, (starts_at at time zone $2)::date as starts_on
      from appointment
      -- Neither asked for only, nor called off, nor still to come.
      where state in ('confirmed', 'honoured', 'missed') and starts_at <= $6
    ) as dated
    group by 1, 2
  )
  select
    chosen.student_id,
    chosen.year,
    student.sex,
    birth.year::smallint as birth_year,
    -- Every birthday of the year has come on 31 December, that of 29 February too.
    (chosen.year - birth.year)::smallint as age,
    case
      when chosen.year - birth.year < 18 then '<18'
      when chosen.year - birth.year <= 20 then '18-20'
      when chosen.year - birth.year <= 23 then '21-23'
      when chosen.year - birth.year <= 26 then '24-26'
      when chosen.year - birth.year <= 30 then '27-30'
      else '>30'
    end as age_band,
    case
      when nationality.code = $4 then 'FR'
      when nationality.code = any($5) then 'UE'
      when nationality.code ~ '^[1-5][0-9]{2}$' then 'HORS_UE'
      else 'INCONNU'
    end as nationality_group,
    -- Corsica by its postal codes; overseas departments have three digits.
    case
      when ${insee('student.country_code')} is distinct from $4 then null
      when student.postal_code !~ '^[0-9]{5}$' then null
      when left(student.postal_code, 3) in ('200', '201') then '2A'
      when left(student.postal_code, 3) between '202' and '206' then '2B'
      when left(student.postal_code, 2) in ('97', '98') then left(student.postal_code, 3)
      else left(student.postal_code, 2)
    end as department,
    chosen.establishment_code,
    chosen.component_code,
    chosen.cursus,
    chosen.cursus_year,
    coalesce(upper(chosen.scholarship_code), '') not in ('', 'N') as scholarship,
    case
      when chosen.higher_education_entry ~ '^[0-9]{4}' then left(chosen.higher_education_entry, 4)::int = chosen.year
      else known.first_year = chosen.year
    end as first_entry,
    chosen.enrolments::smallint as enrolments,
    coalesce(visits.consultations, 0)::int as consultations,
    coalesce(meetings.appointments, 0)::int as appointments,
    coalesce(meetings.missed, 0)::int as missed_appointments,
    visits.last_on as last_consultation_on
  from chosen
  join student on student.id = chosen.student_id and student.merged_into is null
  join known on known.student_id = chosen.student_id
  cross join lateral (select extract(year from student.birth_date)::int as year) as birth
  cross join lateral (select ${insee('student.nationality_code')} as code) as nationality
  left join visits on visits.student_id = chosen.student_id and visits.year = chosen.year
  left join meetings on meetings.student_id = chosen.student_id and meetings.year = chosen.year`

/** What a row says, besides the student and the year that it is of. */
export const figureColumns = [
  'sex',
  'birth_year',
  'age',
  'age_band',
  'nationality_group',
  'department',
  'establishment_code',
  'component_code',
  'cursus',
  'cursus_year',
  'scholarship',
  'first_entry',
  'enrolments',
  'consultations',
  'appointments',
  'missed_appointments',
  'last_consultation_on',
] as const

function academicYear(date: string): string {
  return `(extract(year from ${date}) - (extract(month from ${date}) < $3)::int)::smallint`
}

/** `99109` and `109` are one country. */
function insee(code: string): string {
  return `case when length(${code}) = 5 and ${code} like '99%' then right(${code}, 3) else ${code} end`
}
