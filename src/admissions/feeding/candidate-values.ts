import type { KeyedTable, Values } from './keyed-table.ts'
import type { BacRecord, PersonRecord } from './records.ts'
import type { NamedCode } from './reference-codes.ts'

/** Columns of accounts, candidates and their baccalaureates, and what records say of them. */

const text = (name: string) => ({ name, type: 'text' })

export const accounts: KeyedTable = {
  name: 'admissions.account',
  identity: 'id',
  key: [text('dossier_no')],
  columns: [
    { name: 'campaign_id', type: 'bigint' },
    text('last_name'),
    text('first_name'),
    text('mail'),
    text('login'),
    text('student_no'),
    { name: 'validated', type: 'boolean', initial: false },
    { name: 'valid_until', type: 'timestamptz' },
  ],
  changedAt: 'changed_at',
  version: true,
}

export const candidates: KeyedTable = {
  name: 'admissions.candidate',
  identity: 'id',
  key: [{ name: 'account_id', type: 'bigint' }],
  columns: [
    text('sis_kind'),
    text('civility'),
    text('sex'),
    text('birth_name'),
    text('usual_name'),
    text('first_name'),
    text('other_first_name'),
    { name: 'born_on', type: 'date' },
    text('birth_country'),
    text('birth_dept'),
    text('birth_commune'),
    text('birth_city'),
    text('nationality'),
    text('ine'),
    text('ine_key'),
    text('phone'),
    text('mobile'),
    { name: 'language', type: 'text', initial: 'fr' },
    text('regime_code'),
    text('status_code'),
    text('address_line1'),
    text('address_line2'),
    text('address_line3'),
    text('postcode'),
    text('commune_code'),
    text('foreign_city'),
    text('country_code'),
  ],
  changedAt: 'changed_at',
}

export const bacs: KeyedTable = {
  name: 'admissions.candidate_bac',
  identity: 'candidate_id',
  key: [{ name: 'candidate_id', type: 'bigint' }],
  columns: [
    text('sis_kind'),
    text('bac_code'),
    { name: 'year', type: 'smallint' },
    text('dept_code'),
    text('commune_code'),
    text('establishment_code'),
    text('mention_code'),
    { name: 'specialities', type: 'text[]', initial: [] },
    { name: 'options', type: 'text[]', initial: [] },
  ],
}

/** Every code of the information system that a record names. */
export function namedCodes({ candidate }: PersonRecord): NamedCode[] {
  if (candidate === undefined) return []
  const { address, bac } = candidate
  return [
    { table: 'country', path: 'candidate.birthCountry', code: candidate.birthCountry },
    { table: 'dept', path: 'candidate.birthDept', code: candidate.birthDept },
    { table: 'country', path: 'candidate.nationality', code: candidate.nationality },
    { table: 'regime', path: 'candidate.regime', code: candidate.regime },
    { table: 'status', path: 'candidate.status', code: candidate.status },
    { table: 'commune', path: 'candidate.address.commune', code: address?.commune },
    { table: 'country', path: 'candidate.address.country', code: address?.country },
    { table: 'bac', path: 'candidate.bac.code', code: bac?.code },
    { table: 'dept', path: 'candidate.bac.dept', code: bac?.dept },
    { table: 'commune', path: 'candidate.bac.commune', code: bac?.commune },
    { table: 'establishment', path: 'candidate.bac.establishment', code: bac?.establishment },
    { table: 'bac_mention', path: 'candidate.bac.mention', code: bac?.mention },
  ]
}

/** `isNew`: a new candidate has the account's name where nothing else is said. */
export function candidateValues(record: PersonRecord, isNew: boolean): Values {
  const { address, ...one } = record.candidate!
  return {
    civility: one.civility,
    sex: one.sex,
    birth_name: one.birthName ?? (isNew ? record.lastName : undefined),
    usual_name: one.usualName,
    first_name: one.firstName ?? (isNew ? record.firstName : undefined),
    other_first_name: one.otherFirstName,
    born_on: one.bornOn,
    birth_country: one.birthCountry,
    birth_dept: one.birthDept,
    birth_commune: one.birthCommune,
    birth_city: one.birthCity,
    nationality: one.nationality,
    ine: one.ine,
    ine_key: one.ineKey,
    phone: one.phone,
    mobile: one.mobile,
    language: one.language,
    regime_code: one.regime,
    status_code: one.status,
    address_line1: address?.line1,
    address_line2: address?.line2,
    address_line3: address?.line3,
    postcode: address?.postcode,
    commune_code: address?.commune,
    foreign_city: address?.foreignCity,
    country_code: address?.country,
  }
}

export function bacValues(bac: BacRecord): Values {
  return {
    bac_code: bac.code,
    year: bac.year,
    dept_code: bac.dept,
    commune_code: bac.commune,
    establishment_code: bac.establishment,
    mention_code: bac.mention,
    specialities: bac.specialities,
    options: bac.options,
  }
}
