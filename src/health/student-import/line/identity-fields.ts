import type { CheckContext } from './check-context.ts'
import type { ColumnName } from './columns.ts'
import { ageOn, isoDate, notADate, readBirthDate } from './dates.ts'
import { isEmail } from './email.ts'
import { code, cut } from './field-values.ts'
import { hasRightKey, normalisedIne } from './ine.ts'
import type { LineNotes } from './line-notes.ts'
import { note, notKept } from './line-notes.ts'
import { nameKey } from './name-key.ts'
import { birthMonthOfNir, readNir, sexOfNir } from './nir.ts'
import { readPhone } from './phone.ts'
import type { Sex } from './student-line.ts'

/**
 * The rules of health.md 3.2 on the columns that say who the student is and how to reach them. Each takes a
 * trimmed cell, notes what is wrong with it, and gives what is stored.
 */

/** COD_NNE. A wrong key only warns: foreign, provisional and hand-typed numbers exist (3.3-2). */
export function nationalNumber(value: string, notes: LineNotes): string | null {
  if (value === '') return null
  const ine = normalisedIne(value)
  if (ine === null) {
    note(notes, 'W_INE', 'COD_NNE', 'forme inconnue, ligne traitée comme sans INE')
    return null
  }
  if (!hasRightKey(ine)) note(notes, 'W_INE_CLE', 'COD_NNE', 'clé incorrecte, INE conservé')
  return ine
}

/** COD_NNI: checked always, kept only where the model says so (3.3-3). `born` is `AAAA-MM-JJ`. */
export function nir(
  value: string,
  sex: Sex,
  born: string | null,
  context: CheckContext,
  notes: LineNotes,
): string | null {
  if (value === '') return null
  const reading = readNir(value)
  if (reading.kind === 'wrong-shape') return notKept(notes, 'W_NIR', 'COD_NNI', 'forme inconnue')
  if (reading.kind === 'wrong-key') return notKept(notes, 'W_NIR_CLE', 'COD_NNI', 'clé incorrecte')
  if (sex !== 'INCONNU' && sexOfNir(reading.nir) !== sex)
    note(notes, 'W_NIR_SEXE', 'COD_NNI', 'sexe différent de SEXE')
  const month = birthMonthOfNir(reading.nir)
  if (born !== null && month !== null && month !== Number(born.slice(5, 7)))
    note(notes, 'W_NIR_MOIS', 'COD_NNI', 'mois de naissance différent de DATENAI')
  return context.model.keepNir ? reading.nir : null
}

/**
 * NOM and PRENOM1 above 60 characters are cut, with a warning. Keys are made from what is stored, so that the
 * next import finds the same student: a key of the whole name would not, once the record is edited.
 */
export function familyName(value: string, notes: LineNotes): string {
  return value.length <= 60 ? value : cut(value, 60, 'NOM', notes)
}

export function firstName(value: string, notes: LineNotes): string {
  return value.length <= 60 ? value : cut(value, 60, 'PRENOM1', notes)
}

/** NOMUSAGE; empty text when it is the family name, as names are compared. `familyKey` is that name's key. */
export function usageName(value: string, family: string, familyKey: string, notes: LineNotes): string | null {
  if (value === '') return null
  if (value === family) return ''
  const kept = value.length <= 60 ? value : cut(value, 60, 'NOMUSAGE', notes)
  return nameKey(kept) === familyKey ? '' : kept
}

/** SEXE: `M`, `F`, `INCONNU`, also `H`, `1`, `2`. */
export function sexOf(value: string, notes: LineNotes): Sex {
  switch (value) {
    case 'M':
    case 'm':
    case 'H':
    case 'h':
    case '1':
      return 'M'
    case 'F':
    case 'f':
    case '2':
      return 'F'
  }
  if (value.toUpperCase() !== 'INCONNU') note(notes, 'W_SEXE', 'SEXE', 'valeur inconnue, lue INCONNU')
  return 'INCONNU'
}

/** DATENAI as `AAAA-MM-JJ`; null when unreadable, which matching has to deal with (3.4, 3.7). */
export function birthDate(value: string, context: CheckContext, notes: LineNotes): string | null {
  const date = readBirthDate(value, context.today)
  if (date === notADate) return null
  const age = ageOn(date, context.today)
  if (age < 14) note(notes, 'W_AGE', 'DATENAI', 'moins de 14 ans')
  else if (age > 100) note(notes, 'W_AGE', 'DATENAI', 'plus de 100 ans')
  return isoDate(date)
}

/** TELEPH and TELEPHFIX. */
export function telephone(value: string, column: ColumnName, notes: LineNotes): string | null {
  if (value === '') return null
  return readPhone(value) ?? notKept(notes, 'W_TELEPHONE', column, 'numéro non lisible')
}

/** MAIL. */
export function emailAddress(value: string, notes: LineNotes): string | null {
  if (value === '') return null
  return isEmail(value) ? value : notKept(notes, 'W_MAIL', 'MAIL', 'adresse non valide')
}

/** CODEBRS; empty text for `N` and `0`, by which the registry says that there is no scholarship. */
export function scholarship(value: string, notes: LineNotes): string | null {
  if (value === 'N' || value === '0' || value === 'n') return ''
  return code(value, 10, 'CODEBRS', notes)
}
