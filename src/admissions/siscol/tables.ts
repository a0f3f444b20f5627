import type { SisKind } from '../../platform/connection-definitions.ts'
import type { Text } from '../../platform/text.ts'

/**
 * The reference tables of the student information system, in the order in which BATCH_SYNCHRO_SISCOL takes them
 * (admissions.md 3.10, 4.7): parents before what names them. The version, its 23rd step, is no table.
 */
export interface ReferenceTable {
  /** In addresses, settings and names of CSV files. */
  readonly code: string
  readonly label: Text
  /** In schema `admissions`. */
  readonly sqlTable: string
  readonly columns: readonly ReferenceColumn[]
  /** Tables without which this one is left alone; those that a column names are among them. */
  readonly parents: readonly string[]
  /** Its view in a database source, unless the mapping says another: Apogée's table, in lower case. */
  readonly view: string
  /** Systems that have it. */
  readonly kinds: readonly SisKind[]
  /** Rows may be removed: nobody refers to them. Of all others, what is gone goes out of service. */
  readonly replaced: boolean
  /** Its keys are logins: not for logs. */
  readonly personal: boolean
}

export interface ReferenceColumn {
  /** Ours, and that of CSV files. */
  readonly name: string
  /** In a database source, unless the mapping says another: Apogée's, in lower case. */
  readonly source: string
  readonly type: 'text' | 'flag'
  /** Longest text, in characters. */
  readonly longest: number
  readonly required: boolean
  readonly key: boolean
  /** The code of the table that has to have this value. */
  readonly parent: string | null
}

const column = (name: string, source: string, more: Partial<ReferenceColumn> = {}): ReferenceColumn => ({
  name,
  source,
  type: 'text',
  longest: 50,
  required: false,
  key: false,
  parent: null,
  ...more,
})

const key = (name: string, source: string, parent: string | null = null) =>
  column(name, source, { required: true, key: true, parent })
const label = (source: string) => column('label', source, { longest: 500, required: true })
const shortLabel = (source: string) => column('short_label', source, { longest: 200 })
const flag = (name: string, source: string) => column(name, source, { type: 'flag', longest: 5 })
/** Without a flag, what the source has is in service. */
const inService = (source: string) => flag('in_service', source)
const year = (name: string, source: string) => column(name, source, { longest: 4 })

interface TableGiven {
  readonly parents?: readonly string[]
  readonly kinds?: readonly SisKind[]
  readonly sqlTable?: string
  readonly replaced?: boolean
  readonly personal?: boolean
}

function table(
  code: string,
  fr: string,
  en: string,
  view: string,
  columns: readonly ReferenceColumn[],
  given: TableGiven = {},
): ReferenceTable {
  const named = columns.flatMap(({ parent }) => (parent === null ? [] : [parent]))
  return {
    code,
    label: { fr, en },
    sqlTable: `siscol_${code}`,
    columns,
    view,
    kinds: ['A', 'P'],
    replaced: false,
    personal: false,
    ...given,
    parents: [...new Set([...named, ...(given.parents ?? [])])],
  }
}

/** Code, label, short label and service flag, as most tables of Apogée have them: `cod_rgi`, `lib_rgi`… */
function codes(suffix: string): ReferenceColumn[] {
  return [
    key('code', `cod_${suffix}`),
    label(`lib_${suffix}`),
    shortLabel(`lic_${suffix}`),
    inService(`tem_en_sve_${suffix}`),
  ]
}

const apogeeOnly = { kinds: ['A'] } as const

export const referenceTables: readonly ReferenceTable[] = [
  table('regime', 'Régimes', 'Regimes', 'regime_ins', codes('rgi'), apogeeOnly),
  table('status', 'Statuts', 'Statuses', 'statut_etu', codes('stu'), apogeeOnly),
  table(
    'exemption',
    'Catégories d’exonération',
    'Exemptions',
    'cat_exo_ext',
    codes('cat_exo_ext'),
    apogeeOnly,
  ),
  table('bac', 'Bacs ou équivalences', 'Baccalaureates', 'bac_oux_equ', [
    ...codes('bac'),
    year('valid_from', 'daa_deb_vld_bac'),
    year('valid_to', 'daa_fin_vld_bac'),
    flag('ine_check', 'tem_ctrl_ine'),
    year('ine_check_year', 'ann_ctrl_ine'),
  ]),
  table(
    'bac_option',
    'Options de bac',
    'Baccalaureate options',
    'option_bac',
    [...codes('opt_bac'), year('valid_from', 'daa_deb_val_opt_bac'), year('valid_to', 'daa_fin_val_opt_bac')],
    apogeeOnly,
  ),
  table(
    'bac_option_link',
    'Liens bac–option',
    'Baccalaureates and their options',
    'bac_regroupe_opt_bac',
    [key('bac_code', 'cod_bac', 'bac'), key('option_code', 'cod_opt_bac', 'bac_option')],
    apogeeOnly,
  ),
  table('bac_speciality', 'Spécialités de bac', 'Baccalaureate specialities', 'specialite_bac', [
    ...codes('spe_bac'),
    year('valid_from', 'daa_deb_val_spe_bac'),
    year('valid_to', 'daa_fin_val_spe_bac'),
  ]),
  table(
    'bac_speciality_link',
    'Liens bac–spécialité',
    'Baccalaureates and their specialities',
    'bac_regroupe_spe_bac',
    [key('bac_code', 'cod_bac', 'bac'), key('speciality_code', 'cod_spe_bac', 'bac_speciality')],
    apogeeOnly,
  ),
  table('mention', 'Mentions', 'Honours', 'mention', codes('men')),
  table('cge', 'Centres de gestion', 'Management centres', 'centre_gestion', codes('cge'), apogeeOnly),
  table(
    'user',
    'Utilisateurs',
    'Users',
    'utilisateur',
    [
      column('login', 'cod_uti', { longest: 30, required: true, key: true }),
      column('cge_code', 'cod_cge', { key: true, parent: 'cge' }),
      column('mail', 'adr_mail_uti', { longest: 200 }),
      column('comment', 'lib_cmt_uti', { longest: 200 }),
    ],
    { ...apogeeOnly, replaced: true, personal: true },
  ),
  table('dept', 'Départements', 'Departments', 'departement', codes('dep')),
  table('commune', 'Communes', 'Municipalities', 'commune', [
    key('code', 'cod_com'),
    label('lib_com'),
    inService('tem_en_sve_com'),
  ]),
  table(
    'birth_commune',
    'Communes de naissance',
    'Municipalities of birth',
    'commune_naissance',
    [...codes('com'), column('dept_code', 'cod_dep', { parent: 'dept' })],
    { kinds: ['P'], parents: ['commune'] },
  ),
  table('other_diploma', 'Diplômes autres cursus', 'Other diplomas', 'dip_aut_cur', codes('dac')),
  table('country', 'Pays', 'Countries', 'pays', [
    ...codes('pay'),
    column('nationality', 'lib_nat', { longest: 200 }),
  ]),
  table('establishment', 'Établissements', 'Establishments', 'etablissement', [
    ...codes('etb'),
    column('kind', 'cod_tpe'),
    column('web_label', 'lib_web_etb', { longest: 500 }),
    column('dept_code', 'cod_dep', { parent: 'dept' }),
    column('commune_code', 'cod_com_adr_etb', { parent: 'commune' }),
  ]),
  table('diploma_type', 'Types de diplôme', 'Diploma types', 'typ_diplome', codes('tpd_etb')),
  table('result_type', 'Types de résultat', 'Result types', 'typ_resultat', codes('tre')),
  table('bac_mention', 'Mentions niveau bac', 'Baccalaureate honours', 'mention_niv_bac', codes('mnb')),
  table('commune_postcode', 'Liens commune–code postal', 'Municipalities and their postcodes', 'com_bdi', [
    key('commune_code', 'cod_com', 'commune'),
    column('postcode', 'cod_bdi', { longest: 5, required: true, key: true }),
  ]),
  table('year', 'Années universitaires', 'University years', 'annee_uni', [
    key('code', 'cod_anu'),
    label('lib_anu'),
    shortLabel('lic_anu'),
    column('state', 'eta_anu_iae', { longest: 1 }),
  ]),
]

const byCode = new Map(referenceTables.map((one) => [one.code, one]))

export function referenceTable(code: string): ReferenceTable | null {
  return byCode.get(code) ?? null
}

/** The systems in words. */
export const sisLabels: Readonly<Record<SisKind, string>> = {
  A: 'Apogée',
  P: 'Pégase',
  D: 'Sans SI Scolarité',
}
