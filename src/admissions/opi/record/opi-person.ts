import type { Obstacle } from '../causes.ts'
import { type OpiPerson, type RecordField, recordFields } from '../target/record-fields.ts'
import type { OpiCandidate, OpiOptions } from './candidate.ts'
import { plainCapitals } from './plain-text.ts'

export type PersonOutcome =
  | {
      readonly ok: true
      readonly person: OpiPerson
      /** What it says otherwise than the candidate: `birth-name-cut`, `phone-left-out`. */
      readonly adjusted: readonly string[]
    }
  | { readonly ok: false; readonly obstacle: Obstacle }

class Obstructed extends Error {
  readonly obstacle: Obstacle
  constructor(obstacle: Obstacle) {
    super(obstacle.cause)
    this.obstacle = obstacle
  }
}

/**
 * The record of a candidate (admissions.md 5.2): names in capitals without accents, cut at the target's length; what cannot be
 * written there is left out, which is told, but for a name: then there is no record.
 */
export function opiPerson(candidate: OpiCandidate, options: OpiOptions): PersonOutcome {
  const adjusted: string[] = []
  const told = (field: RecordField, what: 'cut' | 'left-out') => {
    adjusted.push(`${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-${what}`)
  }
  const cut = (field: RecordField, plain: string): string => {
    const { length } = recordFields[field]
    if (plain.length <= length) return plain
    told(field, 'cut')
    return plain.slice(0, length).trimEnd()
  }
  const name = (field: RecordField, text: string | null): string | null => {
    if (text === null || text.trim() === '') return null
    const plain = plainCapitals(text)
    if (plain === null || plain === '') throw new Obstructed({ cause: 'unwritable-name', detail: null })
    return cut(field, plain)
  }
  /** Words that the record can do without. */
  const words = (field: RecordField, text: string | null): string | null => {
    if (text === null || text.trim() === '') return null
    const plain = plainCapitals(text)
    if (plain !== null) return cut(field, plain)
    told(field, 'left-out')
    return null
  }
  const code = (field: RecordField, text: string | null | undefined): string | null => {
    if (text === null || text === undefined || text.trim() === '') return null
    if (text.trim().length > recordFields[field].length)
      throw new Obstructed({
        cause: 'code-too-long',
        detail: `${recordFields[field].column} : ${text.trim()}`,
      })
    return text.trim()
  }
  /** As it is, or not at all. */
  const whole = (field: RecordField, text: string | null): string | null => {
    if (text === null || text === '') return null
    if (text.length <= recordFields[field].length) return text
    told(field, 'left-out')
    return null
  }
  const phone = (field: 'phone' | 'mobile', text: string | null) =>
    whole(field, text?.replaceAll(/[^\d+]/g, '') ?? null)

  try {
    const { studentNo, ine, bac } = candidate
    const number = studentNo === null || /^\d+$/.test(studentNo.trim()) ? (studentNo?.trim() ?? null) : null
    if (studentNo !== null && number === null) told('studentNo', 'left-out')
    const ineParts = inePair(ine, candidate.ineKey)
    if (ineParts === null && ine !== null && candidate.ineKey !== null) told('ine', 'left-out')
    const person: OpiPerson = {
      birthName: name('birthName', candidate.birthName)!,
      usualName: name('usualName', candidate.usualName),
      firstName: name('firstName', candidate.firstName)!,
      otherFirstName: name('otherFirstName', candidate.otherFirstName),
      sex: code('sex', candidate.sex),
      studentNo: whole('studentNo', number),
      ine: ineParts?.number ?? null,
      ineKey: ineParts?.key ?? null,
      bornOn: candidate.bornOn,
      birthDateUncertain: 'N',
      nationality: code('nationality', candidate.nationality),
      birthCity: words('birthCity', candidate.birthCity),
      ...birthPlace(candidate, code),
      mail: whole('mail', candidate.mail),
      phone: phone('phone', candidate.phone),
      mobile: phone('mobile', candidate.mobile),
      regime: options.regimeStatus ? code('regime', candidate.regime) : null,
      status: options.regimeStatus ? code('status', candidate.status) : null,
      ...baccalaureate(candidate, options, code),
      bacEstablishment: code('bacEstablishment', bac?.establishment),
      bacEstablishmentType:
        bac?.establishment == null ? null : code('bacEstablishmentType', bac.establishmentKind),
      ...(options.address
        ? {
            addressLine1: words('addressLine1', candidate.addressLine1),
            addressLine2: words('addressLine2', candidate.addressLine2),
            addressLine3: words('addressLine3', candidate.addressLine3),
            postcode: whole('postcode', candidate.postcode),
            commune: code('commune', candidate.commune),
            foreignCity: words('foreignCity', candidate.foreignCity),
            country: code('country', candidate.country),
          }
        : noAddress),
    }
    return { ok: true, person, adjusted }
  } catch (error) {
    if (error instanceof Obstructed) return { ok: false, obstacle: error.obstacle }
    throw error
  }
}

/** Number and key when both are known and fit: ours may have two characters, the target's has one. */
export function inePair(
  ine: string | null,
  ineKey: string | null,
): { readonly number: string; readonly key: string } | null {
  const number = ine?.trim().toUpperCase() ?? ''
  const key = ineKey?.trim().toUpperCase() ?? ''
  if (number === '' || key.length !== 1 || number.length > recordFields.ine.length) return null
  return { number, key }
}

const noAddress = {
  addressLine1: null,
  addressLine2: null,
  addressLine3: null,
  postcode: null,
  commune: null,
  foreignCity: null,
  country: null,
}

type Coder = (field: RecordField, text: string | null | undefined) => string | null

/** Type D (department) with its code when known, else P (country). */
function birthPlace({ birthDept, birthCountry }: OpiCandidate, code: Coder) {
  const place = birthDept ?? birthCountry
  if (place === null) return { birthPlaceType: null, birthPlace: null }
  return { birthPlaceType: birthDept === null ? 'P' : 'D', birthPlace: code('birthPlace', place) }
}

/** Without one: the code of « sans bac » with the default year, if there is such a code. */
function baccalaureate({ bac }: OpiCandidate, options: OpiOptions, code: Coder) {
  const usualYear = options.openYear ?? String(options.currentYear)
  const has = bac !== null
  const without = options.noBacCode === '' ? null : options.noBacCode
  return {
    bac: code('bac', has ? bac.code : without),
    bacYear: has ? String(bac.year ?? usualYear) : without === null ? null : usualYear,
    bacDept: code('bacDept', bac?.dept),
    bacMention: code('bacMention', bac?.mention),
    bacSpeciality1: code('bacSpeciality1', bac?.specialities[0]),
    bacSpeciality2: code('bacSpeciality2', bac?.specialities[1]),
    bacSpeciality3: code('bacSpeciality3', bac?.specialities[2]),
    bacOption1: code('bacOption1', bac?.options[0]),
    bacOption2: code('bacOption2', bac?.options[1]),
    bacOption3: code('bacOption3', bac?.options[2]),
    bacOption4: code('bacOption4', bac?.options[3]),
  }
}
