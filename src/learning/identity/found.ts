import type { LineMessage } from '../../exchange/command-file/verdict.ts'

/** The one thing that an identifier of a file names, or why it names none. */
export type Found<T> =
  | { readonly ok: true; readonly it: T }
  | { readonly ok: false; readonly fault: LineMessage }

/** What is looked for, in words that fit « … inconnu ». */
export interface Sought {
  /** `USER`: part of the codes `UNKNOWN_USER`, `EMPTY_USER`, `AMBIGUOUS_USER`. */
  readonly code: 'USER' | 'COURSE' | 'COHORT' | 'GROUP' | 'GROUPING' | 'CATEGORY' | 'ROLE'
  readonly fr: { readonly the: string; readonly unknown: string }
  readonly en: { readonly the: string; readonly unknown: string }
}

export const soughtUser: Sought = {
  code: 'USER',
  fr: { the: "l'utilisateur", unknown: 'Utilisateur inconnu' },
  en: { the: 'the user', unknown: 'Unknown user' },
}
export const soughtCourse: Sought = {
  code: 'COURSE',
  fr: { the: 'le cours', unknown: 'Cours inconnu' },
  en: { the: 'the course', unknown: 'Unknown course' },
}
export const soughtCohort: Sought = {
  code: 'COHORT',
  fr: { the: 'la cohorte', unknown: 'Cohorte inconnue' },
  en: { the: 'the cohort', unknown: 'Unknown cohort' },
}
export const soughtGroup: Sought = {
  code: 'GROUP',
  fr: { the: 'le groupe', unknown: 'Groupe inconnu' },
  en: { the: 'the group', unknown: 'Unknown group' },
}
export const soughtGrouping: Sought = {
  code: 'GROUPING',
  fr: { the: 'le groupement', unknown: 'Groupement inconnu' },
  en: { the: 'the grouping', unknown: 'Unknown grouping' },
}
export const soughtCategory: Sought = {
  code: 'CATEGORY',
  fr: { the: 'la catégorie', unknown: 'Catégorie inconnue' },
  en: { the: 'the category', unknown: 'Unknown category' },
}
export const soughtRole: Sought = {
  code: 'ROLE',
  fr: { the: 'le rôle', unknown: 'Rôle inconnu' },
  en: { the: 'the role', unknown: 'Unknown role' },
}

/**
 * An identifier must name exactly one thing: an empty one never matches something without identifier, a text is no
 * number, and of several matches none is taken (learning.md 1.2, R08 to R11).
 */
export function find<T>(
  value: string,
  identity: string,
  candidates: readonly T[],
  sought: Sought,
  column?: string,
): Found<T> {
  const where = column === undefined ? {} : { column }
  if (value === '')
    return fault({
      severity: 'error',
      code: `EMPTY_${sought.code}`,
      ...where,
      text: {
        fr: `Identifiant vide : la ligne ne dit pas ${sought.fr.the} (${identity})`,
        en: `Empty identifier: the line does not tell ${sought.en.the} (${identity})`,
      },
    })
  if (identity === 'id' && !/^\d{1,16}$/.test(value))
    return fault({
      severity: 'error',
      code: 'NOT_A_NUMBER',
      ...where,
      text: {
        fr: `« ${value} » n'est pas un numéro, alors que ${sought.fr.the} est désigné par id`,
        en: `"${value}" is no number, while ${sought.en.the} is named by id`,
      },
    })
  if (candidates.length > 1)
    return fault({
      severity: 'error',
      code: `AMBIGUOUS_${sought.code}`,
      ...where,
      text: {
        fr: `Identifiant ambigu : ${candidates.length} fiches ont ${identity} = « ${value} »`,
        en: `Ambiguous identifier: ${candidates.length} records have ${identity} = "${value}"`,
      },
    })
  const [it] = candidates
  if (it === undefined)
    return fault({
      severity: 'error',
      code: `UNKNOWN_${sought.code}`,
      ...where,
      text: {
        fr: `${sought.fr.unknown} : aucune fiche n'a ${identity} = « ${value} »`,
        en: `${sought.en.unknown}: no record has ${identity} = "${value}"`,
      },
    })
  return { ok: true, it }
}

function fault(message: LineMessage): { ok: false; fault: LineMessage } {
  return { ok: false, fault: message }
}
