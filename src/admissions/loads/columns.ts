import type { LoadFields } from '../../exchange/loads/load-fields.ts'
import type { LoadColumn } from '../../exchange/loads/load-kind.ts'
import type { Text } from '../../platform/text.ts'

/* Columns that kinds of admissions declare alike. `member`: what the feeders call it, whose faults become this column's. */

type Rule = readonly [fr: string, en: string]

export function needed(name: string, member: string, [fr, en]: Rule, example: string): LoadColumn {
  return { name, member, mandatory: true, rule: { fr, en }, example }
}

export function optional(name: string, member: string, [fr, en]: Rule, example = ''): LoadColumn {
  return { name, member, mandatory: false, rule: { fr, en }, example }
}

export const inService = optional(
  'EN_SERVICE',
  'inService',
  ['O ou N ; vide : en service', 'O or N; empty: in service'],
  'O',
)
export const dossier = needed(
  'DOSSIER',
  'dossierNo',
  ['Numéro de dossier : huit lettres majuscules ou chiffres', 'Dossier number: eight capitals or digits'],
  'ZZTEST23',
)
export const formation = needed(
  'FORMATION',
  'formation',
  ['Code d’une formation', 'Code of a formation'],
  'F001',
)

export const flagRule: Rule = ['O ou N', 'O or N']
export const dateRule: Rule = ['JJ/MM/AAAA', 'DD/MM/YYYY']

const dossierForm: Text = {
  fr: 'huit lettres majuscules ou chiffres',
  en: 'eight capitals or digits',
}
const mailForm: Text = { fr: 'une adresse comme nom@example.org', en: 'an address such as name@example.org' }
const mail = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/

export function dossierNoOf(fields: LoadFields): string {
  const value = fields.needed('DOSSIER')
  if (value !== '') fields.formed('DOSSIER', /^[A-Z0-9]{8}$/, dossierForm)
  return value
}

export function neededMail(fields: LoadFields, column: string): string {
  const value = fields.needed(column, 100)
  if (value !== '') fields.formed(column, mail, mailForm)
  return value
}

/** Addresses separated by commas. */
export function mailsOf(fields: LoadFields, column: string): readonly string[] | undefined {
  const values = fields.list(column, 100)
  if (values?.some((one) => !mail.test(one)))
    fields.fault({
      severity: 'error',
      code: 'BAD_FORM',
      column,
      text: {
        fr: `${column} : ${mailForm.fr}, plusieurs séparées par des virgules.`,
        en: `${column}: ${mailForm.en}, several separated by commas.`,
      },
    })
  return values
}
