import type { LoadFields } from '../../../exchange/loads/load-fields.ts'
import { fedKind, type LoadColumn } from '../../../exchange/loads/load-kind.ts'
import { missingValue } from '../../../exchange/loads/load-messages.ts'
import { feedPeople } from '../../feeding/people.ts'
import type { BacRecord, CandidateRecord, PersonRecord } from '../../feeding/records.ts'
import { needed, neededMail, optional } from '../columns.ts'

const accountColumns: readonly LoadColumn[] = [
  optional(
    'DOSSIER',
    'dossierNo',
    [
      'Numéro de dossier ; vide : le compte de ce mail et de ce nom, sinon un nouveau numéro',
      'Dossier number; empty: the account of this mail and name, else a new number',
    ],
    'ZZTEST23',
  ),
  optional(
    'CAMPAGNE',
    'campaign',
    ['Code ; vide : la campagne en service', 'Code; empty: the campaign in service'],
    '2027',
  ),
  needed('NOM', 'lastName', ['100 caractères au plus', 'At most 100 characters'], 'TESTUN1'),
  needed('PRENOM', 'firstName', ['100 caractères au plus', 'At most 100 characters'], 'Zoé'),
  needed('MAIL', 'mail', ['Adresse du candidat', 'Address of the candidate'], 'testun1@example.org'),
  optional('IDENTIFIANT', 'login', [
    'Identifiant d’un étudiant de l’établissement',
    'Login of a student of the establishment',
  ]),
  optional('COD_ETU', 'studentNo', ['Son numéro d’étudiant', 'That student’s number']),
  optional(
    'VALIDE',
    'validated',
    [
      'O ou N : le compte est validé ; vide : à valider par mail',
      'O or N: validated; empty: to be validated by mail',
    ],
    'O',
  ),
]

const candidateColumns: readonly LoadColumn[] = [
  optional(
    'NE_LE',
    'bornOn',
    [
      'Date de naissance, JJ/MM/AAAA ; nécessaire aux données personnelles',
      'Date of birth, DD/MM/YYYY; personal data need it',
    ],
    '14/03/2008',
  ),
  optional('CIVILITE', 'civility', ['M. ou Mme', 'M. or Mme'], 'Mme'),
  optional('SEXE', 'sex', ['M ou F', 'M or F'], 'F'),
  optional(
    'NOM_NAISSANCE',
    'birthName',
    ['Vide : le nom du compte', 'Empty: the name of the account'],
    'TESTUN1',
  ),
  optional('NOM_USAGE', 'usualName', ['100 caractères au plus', 'At most 100 characters']),
  optional('PRENOM_2', 'otherFirstName', ['Autre prénom', 'Other first name']),
  optional('PAYS_NAISSANCE', 'birthCountry', ['Code du pays', 'Code of the country'], '100'),
  optional('DEPT_NAISSANCE', 'birthDept', ['Code du département', 'Code of the department'], '075'),
  optional('VILLE_NAISSANCE', 'birthCity', ['Nom de la ville', 'Name of the town'], 'PARIS'),
  optional('NATIONALITE', 'nationality', ['Code du pays', 'Code of the country'], '100'),
  optional('INE', 'ine', ['10 caractères au plus', 'At most 10 characters']),
  optional('CLE_INE', 'ineKey', ['Clé de l’INE', 'Key of the INE']),
  optional('TELEPHONE', 'phone', ['20 caractères au plus', 'At most 20 characters']),
  optional('PORTABLE', 'mobile', ['20 caractères au plus', 'At most 20 characters']),
  optional('LANGUE', 'language', ['fr ou en ; vide : fr', 'fr or en; empty: fr'], 'fr'),
  optional('REGIME', 'regime', ['Code du régime', 'Code of the regime'], 'FI'),
  optional('STATUT', 'status', ['Code du statut', 'Code of the status'], 'E01'),
  optional('ADRESSE_1', 'line1', ['38 caractères au plus', 'At most 38 characters'], '1 rue des Essais'),
  optional('ADRESSE_2', 'line2', ['38 caractères au plus', 'At most 38 characters']),
  optional('ADRESSE_3', 'line3', ['38 caractères au plus', 'At most 38 characters']),
  optional('CODE_POSTAL', 'postcode', ['10 caractères au plus', 'At most 10 characters'], '75001'),
  optional(
    'COMMUNE',
    'candidate.address.commune',
    ['Code de la commune (INSEE)', 'Code of the town (INSEE)'],
    '75056',
  ),
  optional('VILLE_ETRANGERE', 'foreignCity', ['Hors de France', 'Outside France']),
  optional('PAYS', 'country', ['Code du pays de l’adresse', 'Code of the address’s country'], '100'),
]

const bacColumns: readonly LoadColumn[] = [
  optional(
    'BAC',
    'candidate.bac.code',
    ['Code du bac ou de l’équivalence', 'Code of the baccalaureate or its equivalent'],
    'NBGE',
  ),
  optional('BAC_ANNEE', 'year', ['Année d’obtention', 'Year'], '2026'),
  optional('BAC_DEPT', 'candidate.bac.dept', ['Code du département', 'Code of the department'], '075'),
  optional('BAC_COMMUNE', 'candidate.bac.commune', ['Code de la commune', 'Code of the town'], '75056'),
  optional(
    'BAC_ETABLISSEMENT',
    'establishment',
    ['Code de l’établissement', 'Code of the school'],
    '0750000A',
  ),
  optional('BAC_MENTION', 'mention', ['Code de la mention', 'Code of the mention'], 'AB'),
  optional(
    'BAC_SPECIALITES',
    'specialities',
    ['Codes, trois au plus, séparés par des virgules', 'Codes, at most three, separated by commas'],
    'MAT,PHY',
  ),
  optional('BAC_OPTIONS', 'options', [
    'Codes, quatre au plus, séparés par des virgules',
    'Codes, at most four, separated by commas',
  ]),
]

/** Accounts, and on the same line who the candidate is and the baccalaureate (admissions.md 4.2). */
export const people = fedKind({
  code: 'comptes',
  label: { fr: 'Comptes et candidats', en: 'Accounts and candidates' },
  entity: 'compte',
  columns: [...accountColumns, ...candidateColumns, ...bacColumns],
  check(fields): PersonRecord {
    return {
      dossierNo: fields.formed('DOSSIER', /^[A-Z0-9]{8}$/, eight),
      campaign: fields.text('CAMPAGNE', 20),
      lastName: fields.needed('NOM', 100),
      firstName: fields.needed('PRENOM', 100),
      mail: neededMail(fields, 'MAIL'),
      login: fields.text('IDENTIFIANT', 30),
      studentNo: fields.text('COD_ETU', 30),
      validated: fields.yesOrNo('VALIDE') ?? undefined,
      candidate: candidateOf(fields),
    }
  },
  feed: feedPeople,
})

const eight = { fr: 'huit lettres majuscules ou chiffres', en: 'eight capitals or digits' }
const civilities = { 'M.': 'M.', M: 'M.', MME: 'Mme' } as const

/** Nothing said of the person: an account alone. */
function candidateOf(fields: LoadFields): CandidateRecord | undefined {
  const said = [...candidateColumns, ...bacColumns].some(
    ({ name }) => (fields.text(name, 1000) ?? null) !== null,
  )
  if (!said) return undefined
  return {
    civility: fields.choice('CIVILITE', civilities),
    sex: fields.choice('SEXE', { M: 'M', F: 'F' } as const),
    birthName: fields.text('NOM_NAISSANCE', 100) ?? undefined,
    usualName: fields.text('NOM_USAGE', 100),
    otherFirstName: fields.text('PRENOM_2', 100),
    bornOn: fields.date('NE_LE') ?? undefined,
    birthCountry: fields.text('PAYS_NAISSANCE', 50),
    birthDept: fields.text('DEPT_NAISSANCE', 50),
    birthCity: fields.text('VILLE_NAISSANCE', 100),
    nationality: fields.text('NATIONALITE', 50),
    ine: fields.text('INE', 10),
    ineKey: fields.text('CLE_INE', 2),
    phone: fields.text('TELEPHONE', 20),
    mobile: fields.text('PORTABLE', 20),
    language: fields.choice('LANGUE', { FR: 'fr', EN: 'en' } as const) ?? undefined,
    regime: fields.text('REGIME', 50),
    status: fields.text('STATUT', 50),
    address: {
      line1: fields.text('ADRESSE_1', 38),
      line2: fields.text('ADRESSE_2', 38),
      line3: fields.text('ADRESSE_3', 38),
      postcode: fields.text('CODE_POSTAL', 10),
      commune: fields.text('COMMUNE', 50),
      foreignCity: fields.text('VILLE_ETRANGERE', 100),
      country: fields.text('PAYS', 50),
    },
    bac: bacOf(fields),
  }
}

function bacOf(fields: LoadFields): BacRecord | undefined {
  const code = fields.text('BAC', 50)
  if (code == null) {
    const rest = bacColumns.slice(1).find(({ name }) => (fields.text(name, 1000) ?? null) !== null)
    if (rest !== undefined) fields.fault(missingValue('BAC'))
    return undefined
  }
  return {
    code,
    year: fields.number('BAC_ANNEE', 1900, 2999),
    dept: fields.text('BAC_DEPT', 50),
    commune: fields.text('BAC_COMMUNE', 50),
    establishment: fields.text('BAC_ETABLISSEMENT', 50),
    mention: fields.text('BAC_MENTION', 50),
    specialities: atMost(fields, 'BAC_SPECIALITES', 3),
    options: atMost(fields, 'BAC_OPTIONS', 4),
  }
}

function atMost(fields: LoadFields, column: string, most: number): readonly string[] | undefined {
  const codes = fields.list(column, 50)
  if (codes !== undefined && codes.length > most)
    fields.fault({
      severity: 'error',
      code: 'TOO_MANY',
      column,
      text: {
        fr: `${column} : ${codes.length} codes, ${most} au plus.`,
        en: `${column}: ${codes.length} codes, at most ${most}.`,
      },
    })
  return codes
}
