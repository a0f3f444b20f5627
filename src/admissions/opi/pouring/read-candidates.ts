import type { Queryable } from '../../../platform/database.ts'
import type { OpiBac, OpiCandidate, OpiRow } from '../record/candidate.ts'

/** These candidates with all their pre-registrations, as they are now; one who is gone is missing. */
export async function readCandidates(
  db: Queryable,
  ids: readonly number[],
): Promise<{ readonly candidate: OpiCandidate; readonly rows: OpiRow[] }[]> {
  const rows = await readRows(db, ids)
  const byCandidate = Map.groupBy(rows, ({ candidateId }) => candidateId)
  const { rows: people } = await db.query<
    Omit<OpiCandidate, 'bac' | 'knownCodes'> & { readonly bac: OpiBac | null }
  >(
    `select c.id as "candidateId", a.id as "accountId", a.dossier_no as "dossierNo", a.student_no as "studentNo", a.mail,
            c.language, c.civility, c.sex, c.birth_name as "birthName", c.usual_name as "usualName",
            c.first_name as "firstName", c.other_first_name as "otherFirstName", c.born_on as "bornOn",
            c.birth_country as "birthCountry", c.birth_dept as "birthDept", c.birth_commune as "birthCommune", c.birth_city as "birthCity", c.nationality,
            c.ine, c.ine_key as "ineKey", c.phone, c.mobile, c.regime_code as regime, c.status_code as status,
            c.address_line1 as "addressLine1", c.address_line2 as "addressLine2", c.address_line3 as "addressLine3",
            c.postcode, c.commune_code as commune, c.foreign_city as "foreignCity", c.country_code as country,
            case when bac.candidate_id is not null then jsonb_build_object(
              'code', bac.bac_code, 'year', bac.year, 'dept', bac.dept_code, 'establishment', bac.establishment_code,
              'establishmentKind', school.kind, 'mention', bac.mention_code, 'specialities', bac.specialities,
              'options', bac.options) end as bac,
            case when identity.attached_id is not null then jsonb_build_object(
              'recordId', identity.attached_id, 'opiCode', identity.attached_code) end as attached, coalesce(identity.apart_ids, '{}') as "apartIds"
     from admissions.candidate c
       join admissions.account a on a.id = c.account_id
       left join admissions.candidate_bac bac on bac.candidate_id = c.id
       left join admissions.siscol_establishment school
         on school.code = bac.establishment_code and school.sis_kind = bac.sis_kind
       left join admissions.opi_identity identity on identity.candidate_id = c.id
     where c.id = any ($1)`,
    [ids],
  )
  return people.map((person) => {
    const own = byCandidate.get(person.candidateId) ?? []
    const knownCodes = [...new Set(own.flatMap(({ opiCode }) => (opiCode === null ? [] : [opiCode])))]
    return { candidate: { ...person, knownCodes }, rows: own }
  })
}

async function readRows(db: Queryable, candidateIds: readonly number[]): Promise<OpiRow[]> {
  const { rows } = await db.query<Omit<OpiRow, 'formation'> & OpiRow['formation'] & { readonly row: null }>(
    `select o.application_id as "applicationId", a.candidate_id as "candidateId", o.state, o.wanted, o.version, o.attempts,
            o.quarantined_at is not null as aside, o.called_at is not null as called,
            coalesce(a.accepted, false) and a.cancelled_at is null as confirmed, o.opi_code as "opiCode",
            f.code, f.label, f.stage_code as stage, f.stage_version as "stageVersion", f.cge_code as cge,
            f.diploma_code as diploma, f.diploma_version as "diplomaVersion", f.pegase_code as pegase,
            a.exemption_code as exemption, a.amount::text as amount, a.regime_code as regime
     from admissions.application a
       join admissions.opi o on o.application_id = a.id
       join admissions.formation f on f.id = a.formation_id
     where a.candidate_id = any ($1)
     order by o.created_at, o.application_id`,
    [candidateIds],
  )
  return rows.map(({ code, label, stage, stageVersion, cge, diploma, diplomaVersion, pegase, ...row }) => ({
    ...row,
    formation: { code, label, stage, stageVersion, cge, diploma, diplomaVersion, pegase },
  }))
}

/** Of these OPI codes, those of a record that another dossier of the campaign has; by code, its candidate. */
export async function holdersOfCodes(
  db: Queryable,
  codes: readonly string[],
  { campaignId, prefix }: { campaignId: number; prefix: string },
): Promise<Map<string, Set<number>>> {
  const holders = new Map<string, Set<number>>()
  if (codes.length === 0) return holders
  const { rows } = await db.query<{ code: string; candidate: number }>(
    `select o.opi_code as code, p.candidate_id as candidate
     from admissions.opi o
       join admissions.application p on p.id = o.application_id
       join admissions.candidate c on c.id = p.candidate_id
       join admissions.account a on a.id = c.account_id
     where o.opi_code = any ($1) and a.campaign_id = $2 and o.state <> 'withdrawn'
     union
     select $3 || a.dossier_no, c.id
     from admissions.account a join admissions.candidate c on c.account_id = a.id
     where a.campaign_id = $2 and a.dossier_no = any ($4)`,
    [
      codes,
      campaignId,
      prefix,
      codes.filter((code) => code.startsWith(prefix)).map((code) => code.slice(prefix.length)),
    ],
  )
  for (const { code, candidate } of rows) holders.set(code, (holders.get(code) ?? new Set()).add(candidate))
  return holders
}
