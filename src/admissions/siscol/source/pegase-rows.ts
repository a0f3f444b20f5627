import type { SourceRow } from './siscol-source.ts'

/** An entry of a nomenclature, as Pégase gives it. */
export type PegaseEntry = Readonly<Record<string, unknown>>

/** One nomenclature may give rows of several of our tables. */
export interface PegaseList {
  readonly nomenclature: string
  /** Takes the entries one after the other; what it keeps in mind is codes. */
  rows(entries: AsyncIterable<PegaseEntry>): AsyncIterable<SourceRow>
}

/** Which nomenclature fills which table, by our codes (admissions.md 5.3). What is not here Pégase does not have. */
export const pegaseLists: Readonly<Record<string, PegaseList>> = {
  bac: each('SerieBac', (entry) => ({
    ...common(entry),
    valid_from: yearOf(entry.dateDebutValidite),
    valid_to: yearOf(entry.dateFinValidite),
  })),
  bac_speciality: each('SpecialitesBacGeneral', (entry) => ({
    ...common(entry),
    valid_from: yearOf(entry.dateDebutValidite),
    valid_to: yearOf(entry.dateFinValidite),
  })),
  mention: each('MentionHonorifique', common),
  dept: each('Departement', (entry) => ({
    ...common(entry),
    label: entry.libelleLong ?? entry.libelleAffichage,
  })),
  commune: { nomenclature: 'Commune', rows: communes },
  birth_commune: each('CommuneNaissance', (entry) => ({
    ...common(entry),
    dept_code: codeOf(entry.departement),
  })),
  other_diploma: each('TypeDiplome', common),
  country: each('PaysNationalite', (entry) => ({
    ...common(entry),
    nationality: entry.libelleNationalite ?? entry.libelleCourt,
  })),
  establishment: each('EtablissementFrancais', establishment),
  diploma_type: each('TypeDiplome', common),
  result_type: each('TypeResultat', common),
  bac_mention: each('MentionBac', common),
  commune_postcode: each('Commune', (entry) =>
    entry.codeInsee && entry.codePostal
      ? { commune_code: entry.codeInsee, postcode: entry.codePostal }
      : null,
  ),
}

function common(entry: PegaseEntry): SourceRow {
  return {
    code: entry.code,
    label: entry.libelleAffichage ?? entry.libelleLong,
    short_label: entry.libelleCourt,
    in_service: entry.temoinVisible,
  }
}

/** Only with department, municipality and labels; a municipality of four characters lost its leading zero. */
function establishment(entry: PegaseEntry): SourceRow | null {
  const { numeroUai, patronymeUai, libelleAffichage } = entry
  const dept = codeOf(entry.departement)
  const commune = codeOf(entry.commune)
  if (dept === null || commune === null || !patronymeUai || !libelleAffichage) return null
  return {
    code: numeroUai,
    label: patronymeUai,
    short_label: typeof patronymeUai === 'string' ? patronymeUai.slice(0, 200) : null,
    web_label: libelleAffichage,
    kind: (entry.typeUai as { typeUai?: unknown } | null)?.typeUai ?? entry.typeUai,
    dept_code: dept,
    commune_code: commune.length === 4 ? `0${commune}` : commune,
    in_service: entry.temoinVisible,
  }
}

/**
 * An INSEE code has an entry a postcode: it is one municipality, in service if one of its entries is. A former INSEE code is
 * one out of service, unless it is that of another. Known once all entries are: codes and labels of 40,000 municipalities.
 */
async function* communes(entries: AsyncIterable<PegaseEntry>): AsyncGenerator<SourceRow> {
  const current = new Map<string, { label: unknown; visible: boolean }>()
  const former = new Map<string, unknown>()
  for await (const entry of entries) {
    const code = codeOf(entry.codeInsee)
    const old = codeOf(entry.codeInseeAncien)
    const known = code === null ? undefined : current.get(code)
    if (known !== undefined) known.visible ||= entry.temoinVisible !== false
    else if (code !== null)
      current.set(code, { label: entry.libelleAffichage, visible: entry.temoinVisible !== false })
    if (old !== null && !former.has(old)) former.set(old, entry.libelleAffichage)
  }
  for (const [code, { label, visible }] of current) yield { code, label, in_service: visible }
  for (const [code, label] of former) if (!current.has(code)) yield { code, label, in_service: false }
}

/** `"54"` or `{ "code": "54" }`. */
function codeOf(given: unknown): string | null {
  const code = given !== null && typeof given === 'object' ? (given as { code?: unknown }).code : given
  return typeof code === 'string' && code.trim() !== ''
    ? code.trim()
    : typeof code === 'number'
      ? String(code)
      : null
}

/** The year of an ISO date. */
function yearOf(given: unknown): string | null {
  return typeof given === 'string' && /^\d{4}/.test(given) ? given.slice(0, 4) : null
}

function each(nomenclature: string, row: (entry: PegaseEntry) => SourceRow | null): PegaseList {
  return {
    nomenclature,
    async *rows(entries) {
      for await (const entry of entries) {
        const kept = row(entry)
        if (kept !== null) yield kept
      }
    },
  }
}
