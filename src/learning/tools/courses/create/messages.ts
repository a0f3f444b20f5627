import type { LineMessage } from '../../../../exchange/command-file/verdict.ts'

function error(code: string, column: string, fr: string, en: string): LineMessage {
  return { severity: 'error', code, column, text: { fr, en } }
}

export function emptyValue(column: string): LineMessage {
  return error(
    'EMPTY_VALUE',
    column,
    `${column} est vide : un cours a un nom abrégé et un nom complet`,
    `${column} is empty: a course has a short name and a full name`,
  )
}

export function tooLong(column: string, length: number, longest: number): LineMessage {
  return error(
    'TOO_LONG',
    column,
    `${column} : ${length} caractères, ${longest} au plus`,
    `${column}: ${length} characters, at most ${longest}`,
  )
}

export function wrongNumber(column: string, value: string, least: number, most: number): LineMessage {
  return error(
    'WRONG_NUMBER',
    column,
    `${column} : « ${value} » n'est pas un nombre entier de ${least} à ${most}`,
    `${column}: "${value}" is no integer from ${least} to ${most}`,
  )
}

export function wrongYesNo(column: string, value: string): LineMessage {
  return error(
    'WRONG_YES_NO',
    column,
    `${column} : « ${value} » au lieu de 0 (non) ou 1 (oui)`,
    `${column}: "${value}" instead of 0 (no) or 1 (yes)`,
  )
}

export function wrongDate(column: string, value: string): LineMessage {
  return error(
    'WRONG_DATE',
    column,
    `${column} : « ${value} » n'est pas une date ; écrire 2026-09-01, 2026-09-01 08:00:00 ou un nombre de secondes depuis 1970`,
    `${column}: "${value}" is no date; write 2026-09-01, 2026-09-01 08:00:00 or a number of seconds since 1970`,
  )
}

export function unknownFormat(value: string, formats: readonly string[]): LineMessage {
  return error(
    'UNKNOWN_FORMAT',
    'format',
    `Format de cours « ${value} » non installé ; formats installés : ${formats.join(', ')}`,
    `Course format "${value}" is not installed; installed formats: ${formats.join(', ')}`,
  )
}

export function emptyLevel(value: string): LineMessage {
  return error(
    'EMPTY_CATEGORY_LEVEL',
    'category',
    `Le chemin de catégorie « ${value} » a un niveau sans nom : retirer la barre en trop`,
    `The category path "${value}" has a level without name: remove the extra slash`,
  )
}

/** `namesake`: a category of the top level whose name is this number. */
export function unknownCategoryId(id: number, namesake: number | null): LineMessage {
  return error(
    'UNKNOWN_CATEGORY',
    'category',
    namesake === null
      ? `Aucune catégorie ne porte le numéro ${id} : un nombre désigne une catégorie par son numéro, pas par son nom ; créer d'abord la catégorie « ${id} », puis donner son numéro`
      : `Aucune catégorie ne porte le numéro ${id} : un nombre désigne une catégorie par son numéro, pas par son nom ; la catégorie nommée « ${id} » porte le numéro ${namesake}`,
    namesake === null
      ? `No category has the number ${id}: a number means a category's id, not its name; create the category "${id}" first, then give its id`
      : `No category has the number ${id}: a number means a category's id, not its name; the category named "${id}" has the number ${namesake}`,
  )
}

export function unknownCategoryIdnumber(idnumber: string): LineMessage {
  return error(
    'UNKNOWN_CATEGORY',
    'category',
    `Catégorie inconnue : aucune n'a le numéro d'identification « ${idnumber} »`,
    `Unknown category: none has the identification number "${idnumber}"`,
  )
}

export function ambiguousCategory(value: string): LineMessage {
  return error(
    'AMBIGUOUS_CATEGORY',
    'category',
    `Identifiant ambigu : plusieurs catégories répondent à « ${value} »`,
    `Ambiguous identifier: several categories answer to "${value}"`,
  )
}

export function noCategory(): LineMessage {
  return error(
    'NO_CATEGORY',
    'category',
    'La plateforme n’a aucune catégorie par défaut : donner une colonne category',
    'The platform has no default category: give a category column',
  )
}

export function shortnameTaken(shortname: string, by: string): LineMessage {
  return error(
    'SHORTNAME_TAKEN',
    'shortname',
    `Le nom abrégé « ${shortname} » est déjà celui d'un autre cours (${by}) ; deux noms abrégés ne peuvent différer par la seule casse`,
    `The short name "${shortname}" is another course's already (${by}); short names cannot differ by case only`,
  )
}

export function idnumberTaken(idnumber: string, by: string): LineMessage {
  return error(
    'IDNUMBER_TAKEN',
    'idnumber',
    `Le numéro d'identification « ${idnumber} » est déjà celui du cours ${by}`,
    `The identification number "${idnumber}" is the course ${by}'s already`,
  )
}

export function courseExists(shortname: string): LineMessage {
  return {
    severity: 'info',
    code: 'COURSE_EXISTS',
    text: {
      fr: `Le cours ${shortname} existe déjà ; la mise à jour n'est pas demandée par les réglages`,
      en: `The course ${shortname} exists already; the settings do not ask for an update`,
    },
  }
}

export function categoryProtected(): LineMessage {
  return {
    severity: 'info',
    code: 'CATEGORY_PROTECTED',
    column: 'category',
    text: {
      fr: 'Les cours existants gardent leur catégorie : les réglages la protègent',
      en: 'Existing courses keep their category: the settings protect it',
    },
  }
}

export function templateNotUsed(): LineMessage {
  return {
    severity: 'info',
    code: 'TEMPLATE_NOT_USED',
    column: 'template',
    text: {
      fr: 'Le modèle ne sert qu’aux nouveaux cours : les réglages ne l’intègrent pas aux cours existants',
      en: 'The template is for new courses only: the settings do not put it into existing ones',
    },
  }
}

export function noTeacher(column: string, account: string): LineMessage {
  return {
    severity: 'warning',
    code: 'TEACHER_NOT_FOUND',
    column,
    text: {
      fr: `Aucun utilisateur ne répond à « ${account} » (numéro, identifiant, adresse, numéro d'identification ou prénom et nom) : enseignant non affecté`,
      en: `No user answers to "${account}" (id, user name, address, identification number or full name): teacher not assigned`,
    },
  }
}

export function severalTeachers(column: string, account: string, count: number): LineMessage {
  return {
    severity: 'warning',
    code: 'TEACHER_AMBIGUOUS',
    column,
    text: {
      fr: `${count} utilisateurs répondent à « ${account} » : enseignant non affecté ; donner son identifiant`,
      en: `${count} users answer to "${account}": teacher not assigned; give the user name`,
    },
  }
}

export function unsafeTemplatePath(path: string): LineMessage {
  return error(
    'TEMPLATE_UNSAFE_PATH',
    'template',
    `Chemin de modèle refusé : « ${path} » sort du gestionnaire de fichiers`,
    `Template path refused: "${path}" leads out of the file manager`,
  )
}

export function unknownTemplate(shortname: string): LineMessage {
  return error(
    'TEMPLATE_UNKNOWN',
    'template',
    `Modèle inconnu : aucun cours n'a le nom abrégé « ${shortname} »`,
    `Unknown template: no course has the short name "${shortname}"`,
  )
}

export function templateWithoutContent(name: string): LineMessage {
  return error(
    'TEMPLATE_WITHOUT_CONTENT',
    'template',
    `Le modèle « ${name} » n'a aucune section à donner`,
    `The template "${name}" has no section to give`,
  )
}

export function tooManySections(count: number): LineMessage {
  return error(
    'TOO_MANY_SECTIONS',
    'template',
    `Avec le contenu du modèle le cours aurait ${count} sections, 52 au plus`,
    `With the template's content the course would have ${count} sections, at most 52`,
  )
}
