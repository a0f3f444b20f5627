import type { Season } from './season.ts'

export interface ReferenceCode {
  readonly code: string
  readonly label: string
  readonly [column: string]: string | null
}

/**
 * Codes of the student information system that the season's people use, by table (`siscol_<name>`); what other columns a
 * table has, by their names. The folder that BATCH_SYNCHRO_SISCOL reads tells nearly the same.
 */
export const referenceCodes: Readonly<Record<string, readonly ReferenceCode[]>> = {
  regime: coded({ FI: 'Formation initiale', FC: 'Formation continue', AP: 'Apprentissage' }),
  status: coded({ E01: 'Étudiant', S02: 'Salarié' }),
  exemption: coded({ B0: 'Boursier', P0: 'Pupille' }),
  bac: [
    { code: 'S', label: 'Scientifique', valid_from: '1995', valid_to: '2020' },
    { code: 'ES', label: 'Économique et social', valid_from: '1995', valid_to: '2020' },
    { code: 'NBGE', label: 'Baccalauréat général', valid_from: '2021', valid_to: null },
    { code: 'STMG', label: 'Sciences du management', valid_from: '2013', valid_to: null },
    { code: '0031', label: 'Titre étranger admis en équivalence', valid_from: null, valid_to: null },
  ],
  bac_option: coded({ MEX: 'Mathématiques expertes', LAT: 'Latin' }),
  bac_speciality: coded({ MAT: 'Mathématiques', PHY: 'Physique-chimie', SES: 'Sciences économiques' }),
  mention: coded({ MA: 'Mention mathématiques', MI: 'Mention informatique', MG: 'Mention gestion' }),
  cge: coded({ CG1: 'Sciences', CG2: 'Droit et gestion', CG3: 'Lettres', CG4: 'Santé' }),
  dept: coded({
    '006': 'Alpes-Maritimes',
    '013': 'Bouches-du-Rhône',
    '031': 'Haute-Garonne',
    '033': 'Gironde',
    '034': 'Hérault',
    '035': 'Ille-et-Vilaine',
    '044': 'Loire-Atlantique',
    '059': 'Nord',
    '067': 'Bas-Rhin',
    '069': 'Rhône',
    '075': 'Paris',
    '976': 'Mayotte (ancien code)',
  }),
  commune: coded({ '75056': 'Paris', '13055': 'Marseille', '31555': 'Toulouse', '67482': 'Strasbourg' }),
  birth_commune: [
    { code: '75056', label: 'Paris', dept_code: '075' },
    { code: '31555', label: 'Toulouse', dept_code: '031' },
  ],
  other_diploma: coded({ D1: 'Brevet d’essai', D2: 'Certificat d’essai' }),
  country: [
    { code: '100', label: 'FRANCE', nationality: 'FRANÇAISE' },
    { code: '109', label: 'ALLEMAGNE', nationality: 'ALLEMANDE' },
    { code: '134', label: 'ESPAGNE', nationality: 'ESPAGNOLE' },
    { code: '352', label: 'ALGÉRIE', nationality: 'ALGÉRIENNE' },
  ],
  establishment: [
    {
      code: '0750000A',
      label: 'Lycée d’Essai',
      kind: 'LY',
      web_label: 'Lycée d’Essai (Paris)',
      dept_code: '075',
      commune_code: '75056',
    },
    {
      code: '0310000B',
      label: 'Lycée du Test',
      kind: 'LY',
      web_label: 'Lycée du Test (Toulouse)',
      dept_code: '031',
      commune_code: '31555',
    },
  ],
  diploma_type: coded({ L: 'Licence', M: 'Master' }),
  result_type: coded({ ADM: 'Admis', AJ: 'Ajourné' }),
  bac_mention: coded({ AB: 'Assez bien', B: 'Bien', TB: 'Très bien' }),
}

/** Pairs of codes, by table. */
export const referenceLinks = {
  bac_option_link: {
    columns: ['bac_code', 'option_code'],
    pairs: [
      ['NBGE', 'MEX'],
      ['S', 'LAT'],
    ],
  },
  bac_speciality_link: {
    columns: ['bac_code', 'speciality_code'],
    pairs: [
      ['NBGE', 'MAT'],
      ['NBGE', 'PHY'],
      ['NBGE', 'SES'],
    ],
  },
  commune_postcode: {
    columns: ['commune_code', 'postcode'],
    pairs: [
      ['75056', '75001'],
      ['13055', '13001'],
      ['31555', '31000'],
      ['67482', '67000'],
    ],
  },
} as const

function coded(labels: Readonly<Record<string, string>>): ReferenceCode[] {
  return Object.entries(labels).map(([code, label]) => ({ code, label }))
}

/** Codes that are there stay as they are: a synchronisation may have brought them. */
export async function addReferenceCodes({ db, sisKind, now }: Season): Promise<void> {
  for (const [table, codes] of Object.entries(referenceCodes)) {
    const columns = Object.keys(codes[0]!)
    await db.query(
      `insert into admissions.siscol_${table} (sis_kind, seen_at, changed_at, ${columns.join(', ')})
       select $2, $3, $3, ${columns.join(', ')}
       from jsonb_to_recordset($1) as given (${columns.map((column) => `${column} text`).join(', ')})
       on conflict do nothing`,
      [JSON.stringify(codes), sisKind, now],
    )
  }
  for (const [table, { columns, pairs }] of Object.entries(referenceLinks)) {
    const [one, other] = columns
    await db.query(
      `insert into admissions.siscol_${table} (sis_kind, seen_at, changed_at, ${one}, ${other})
       select $3, $4, $4, one, other from unnest($1::text[], $2::text[]) as pair (one, other)
       on conflict do nothing`,
      [pairs.map(([first]) => first), pairs.map(([, second]) => second), sisKind, now],
    )
  }
}
