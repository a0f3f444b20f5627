/** The four files of a day (admissions.md 5.3): three that Pégase loads, and for the registrar what was withdrawn. */
export const dayKinds = ['candidat', 'candidature', 'inscription', 'retraits'] as const
export type DayKind = (typeof dayKinds)[number]

/** Most wishes that a line of `inscription` has room for. */
export const wishesAtMost = 5

const wishColumns = Array.from({ length: wishesAtMost }, (_, at) =>
  ['origine_admission', 'annee_concours', 'code_voeu', 'code_periode'].map((name) => `${name}${at + 1}`),
).flat()

/** The columns of each file, in their order. */
export const dayColumns: Readonly<Record<DayKind, readonly string[]>> = {
  candidat: [
    'numero_candidat',
    'sexe',
    'nom_famille',
    'nom_usuel',
    'prenom',
    'prenom2',
    'prenom3',
    'date_naissance',
    'code_pays_naissance',
    'code_commune_naissance',
    'libelle_commune_naissance',
    'code_nationalite',
    'ine',
    'adresse_code_pays',
    'adresse_ligne1_etage',
    'adresse_ligne2_batiment',
    'adresse_ligne3_voie',
    'adresse_ligne4_complement',
    'adresse_code_postal',
    'adresse_code_commune',
    'adresse_cp_ville_etranger',
    'numero_telephone1',
    'numero_telephone2',
    'courriel',
  ],
  candidature: [
    'numero_candidat',
    'origine_admission',
    'voie_admission',
    'annee_concours',
    'code_voeu',
    'code_periode',
    'code_formation_psup',
    'code_sise',
    'code_etablissement_affectation',
  ],
  inscription: [
    'nom_naissance',
    'nom_usage',
    'prenom',
    'prenom2',
    'prenom3',
    'sexe',
    'date_naissance',
    'code_pays_naissance',
    'code_commune_naissance',
    'libelle_commune_naissance_etranger',
    'code_nationalite',
    'ine',
    'adresse_code_pays',
    'adresse_ligne1_etage',
    'adresse_ligne2_batiment',
    'adresse_ligne3_voie',
    'adresse_ligne4_complement',
    'adresse_ligne5_etranger',
    'adresse_code_postal',
    'adresse_code_commune',
    'numero_telephone1',
    'numero_telephone2',
    'mail',
    ...wishColumns,
  ],
  retraits: [
    'numero_candidat',
    'nom_famille',
    'prenom',
    'date_naissance',
    'ine',
    'code_voeu',
    'code_periode',
    'code_formation',
  ],
}

/** `candidat-20260504.csv`; with a suffix `candidat-20260504-1.csv`. `day`: `AAAA-MM-JJ`. */
export function dayFileName(kind: DayKind, day: string, suffix: number): string {
  return `${kind}-${day.replaceAll('-', '')}${suffix === 0 ? '' : `-${suffix}`}.csv`
}
