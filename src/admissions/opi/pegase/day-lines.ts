import type { OpiCandidate } from '../record/candidate.ts'
import { cleanPhone, cleanValue, isAltered } from './clean-value.ts'
import { type DayKind, dayColumns, wishesAtMost } from './day-columns.ts'
import type { DayOptions } from './plan-day.ts'

/** The values of a line, in the order of its file's columns. */
export type DayLine = readonly string[]

const origin = 'EC'

/** What the four files say of a candidate (admissions.md 5.3): nothing in the first three for one who has no wish left. */
export function dayLines(
  candidate: OpiCandidate,
  {
    opiCode,
    wishes,
    withdrawn,
    options,
  }: {
    readonly opiCode: string
    readonly wishes: readonly string[]
    readonly withdrawn: readonly { readonly wish: string; readonly formation: string }[]
    readonly options: DayOptions
  },
): { lines: Readonly<Record<DayKind, readonly DayLine[]>>; cleaned: readonly string[] } {
  const { period, contestYear } = options
  const cleaned = new Set<string>()
  const person = personValues(candidate)
  const line = (kind: DayKind, values: Readonly<Record<string, string | null>>): DayLine =>
    dayColumns[kind].map((column) => {
      const given = values[column] ?? ''
      if (column.startsWith('numero_telephone')) return cleanPhone(given)
      const clean = cleanValue(given)
      if (isAltered(given, clean)) cleaned.add(column)
      return clean
    })
  const ranked: Record<string, string> = {}
  for (const [at, wish] of wishes.slice(0, wishesAtMost).entries())
    Object.assign(ranked, {
      [`origine_admission${at + 1}`]: origin,
      [`annee_concours${at + 1}`]: contestYear,
      [`code_voeu${at + 1}`]: wish,
      [`code_periode${at + 1}`]: period,
    })
  const has = wishes.length > 0
  const lines = {
    candidat: has ? [line('candidat', { ...person, numero_candidat: opiCode })] : [],
    candidature: wishes.map((wish) =>
      line('candidature', {
        numero_candidat: opiCode,
        origine_admission: origin,
        annee_concours: contestYear,
        code_voeu: wish,
        code_periode: period,
      }),
    ),
    inscription: has ? [line('inscription', { ...person, ...ranked })] : [],
    retraits: withdrawn.map(({ wish, formation }) =>
      line('retraits', {
        ...person,
        numero_candidat: opiCode,
        code_voeu: wish,
        code_periode: period,
        code_formation: formation,
      }),
    ),
  }
  return { lines, cleaned: [...cleaned].sort() }
}

/** By column: `candidat` and `inscription` call some of them otherwise. */
function personValues(candidate: OpiCandidate): Record<string, string | null> {
  const { birthCity, birthCommune, postcode, foreignCity } = candidate
  const abroad = blank(candidate.commune) && !blank(foreignCity)
  const cityAbroad = abroad ? [postcode, foreignCity].filter((part) => !blank(part)).join(' ') : null
  const ine = blank(candidate.ine) ? null : `${candidate.ine!.trim()}${candidate.ineKey?.trim() ?? ''}`
  return {
    sexe: candidate.sex,
    nom_famille: candidate.birthName,
    nom_naissance: candidate.birthName,
    nom_usuel: candidate.usualName,
    nom_usage: candidate.usualName,
    prenom: candidate.firstName,
    prenom2: candidate.otherFirstName,
    date_naissance: candidate.bornOn.split('-').reverse().join('/'),
    code_pays_naissance: candidate.birthCountry,
    code_commune_naissance: birthCommune,
    libelle_commune_naissance: birthCity,
    // Only where no code says it.
    libelle_commune_naissance_etranger: blank(birthCommune) ? birthCity : null,
    code_nationalite: candidate.nationality,
    ine,
    adresse_code_pays: candidate.country,
    ...addressLines(candidate),
    adresse_code_postal: abroad ? null : postcode,
    adresse_code_commune: candidate.commune,
    adresse_cp_ville_etranger: cityAbroad,
    adresse_ligne5_etranger: cityAbroad,
    numero_telephone1: candidate.mobile ?? candidate.phone,
    numero_telephone2: candidate.mobile === null ? null : candidate.phone,
    courriel: candidate.mail,
    mail: candidate.mail,
  }
}

/**
 * Pégase wants the street in its third line. Ours are three free lines: the third is the street where it is filled; otherwise
 * the first is, and the second completes it.
 */
function addressLines({ addressLine1, addressLine2, addressLine3 }: OpiCandidate) {
  if (!blank(addressLine3))
    return {
      adresse_ligne1_etage: addressLine1,
      adresse_ligne2_batiment: addressLine2,
      adresse_ligne3_voie: addressLine3,
    }
  if (blank(addressLine1)) return { adresse_ligne3_voie: addressLine2 }
  return { adresse_ligne3_voie: addressLine1, adresse_ligne4_complement: addressLine2 }
}

function blank(text: string | null | undefined): boolean {
  return (text?.trim() ?? '') === ''
}
