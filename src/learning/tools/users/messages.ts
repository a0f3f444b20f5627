import type { LineMessage } from '../../../exchange/command-file/verdict.ts'

/** What lines of the users' file are told. */

export function emptyFirstColumn(column: string): LineMessage {
  return {
    severity: 'error',
    code: 'EMPTY_FIRST_COLUMN',
    column,
    text: {
      fr: `La première colonne (${column}) est vide : remplissez-la, ou retirez la ligne`,
      en: `The first column (${column}) is empty: fill it in, or remove the line`,
    },
  }
}

export function emptyMandatory(column: string): LineMessage {
  return {
    severity: 'error',
    code: 'EMPTY_VALUE',
    column,
    text: {
      fr: `La colonne ${column} est obligatoire et sa valeur est vide : remplissez-la`,
      en: `The column ${column} is mandatory and its value is empty: fill it in`,
    },
  }
}

export function tooLong(column: string, longest: number): LineMessage {
  return {
    severity: 'error',
    code: 'TOO_LONG',
    column,
    text: {
      fr: `La valeur de ${column} dépasse ${longest} caractères : raccourcissez-la`,
      en: `The value of ${column} is longer than ${longest} characters: shorten it`,
    },
  }
}

export function notExpected(column: string, expected: { fr: string; en: string }): LineMessage {
  return {
    severity: 'error',
    code: 'INVALID_VALUE',
    column,
    text: {
      fr: `Valeur inattendue dans ${column} : donnez ${expected.fr}`,
      en: `Unexpected value in ${column}: give ${expected.en}`,
    },
  }
}

export function endBeforeStart(column: string): LineMessage {
  return {
    severity: 'error',
    code: 'END_BEFORE_START',
    column,
    text: {
      fr: `La fin (${column}) précède le début : corrigez l'une des deux dates`,
      en: `The end (${column}) is before the start: mend one of the two dates`,
    },
  }
}

export function deletedNotUnderstood(): LineMessage {
  return {
    severity: 'warning',
    code: 'DELETED_NOT_UNDERSTOOD',
    column: 'deleted',
    text: {
      fr: 'La valeur de deleted ne demande rien : seuls 1, yes et true suppriment le compte',
      en: 'The value of deleted asks for nothing: only 1, yes and true delete the account',
    },
  }
}

export function cohortWithoutName(): LineMessage {
  return {
    severity: 'warning',
    code: 'COHORT_WITHOUT_NAME',
    column: 'cohortid',
    text: {
      fr: "cohortid est ignoré : la cohorte est cherchée par son nom, et la colonne cohort n'en donne pas",
      en: 'cohortid is ignored: the cohort is looked up by its name, and the column cohort gives none',
    },
  }
}

/** U13. */
export function beyondHole(column: string, missing: string): LineMessage {
  return {
    severity: 'warning',
    code: 'COURSE_BEYOND_HOLE',
    column,
    text: {
      fr: `${column} est ignoré : la colonne ${missing} manque, et les cours se numérotent sans trou`,
      en: `${column} is ignored: the column ${missing} is missing, and courses are numbered without a hole`,
    },
  }
}

export function usernameCollision(column: string, username: string): LineMessage {
  return {
    severity: 'error',
    code: 'USERNAME_COLLISION',
    column: 'username',
    text: {
      fr: `Collision d'identifiant : le compte « ${username} » existe avec une autre valeur de ${column}, ou n'en a pas ; si c'est la même personne, donnez-lui cette valeur d'abord (identité primaire : username)`,
      en: `User name collision: the account "${username}" exists with another value of ${column}, or none; if it is the same person, give it that value first (primary identity: username)`,
    },
  }
}

export function identityCollision(column: string, value: string, username: string): LineMessage {
  return {
    severity: 'error',
    code: 'USERNAME_COLLISION',
    column,
    text: {
      fr: `Collision d'identifiant : ${column} = « ${value} » est celui du compte « ${username} » ; pour le renommer, donnez oldusername`,
      en: `User name collision: ${column} = "${value}" is that of the account "${username}"; to rename it, give oldusername`,
    },
  }
}

export function idnumberTaken(value: string, username: string): LineMessage {
  return {
    severity: 'error',
    code: 'IDNUMBER_COLLISION',
    column: 'idnumber',
    text: {
      fr: `Le numéro « ${value} » est déjà celui du compte « ${username} »`,
      en: `The number "${value}" is already that of the account "${username}"`,
    },
  }
}

export function emailTaken(username: string): LineMessage {
  return {
    severity: 'error',
    code: 'EMAIL_COLLISION',
    column: 'email',
    text: {
      fr: `Collision d'adresse mail : elle est déjà celle du compte « ${username} »`,
      en: `Mail address collision: it is already that of the account "${username}"`,
    },
  }
}

export function ambiguousIdentity(column: string, value: string, count: number): LineMessage {
  return {
    severity: 'error',
    code: 'AMBIGUOUS_USER',
    column,
    text: {
      fr: `Identifiant ambigu : ${count} comptes ont ${column} = « ${value} »`,
      en: `Ambiguous identifier: ${count} accounts have ${column} = "${value}"`,
    },
  }
}

export function renameNotAllowed(): LineMessage {
  return {
    severity: 'error',
    code: 'RENAME_NOT_ALLOWED',
    column: 'oldusername',
    text: {
      fr: "Renommer des comptes n'est pas permis : cochez « Permettre le changement d'identifiant » ou videz oldusername",
      en: 'Accounts may not be renamed: tick "Allow user names to change" or empty oldusername',
    },
  }
}

export function unknownOldUsername(username: string): LineMessage {
  return {
    severity: 'error',
    code: 'UNKNOWN_OLD_USERNAME',
    column: 'oldusername',
    text: {
      fr: `Compte à renommer inconnu : « ${username} »`,
      en: `Unknown account to rename: "${username}"`,
    },
  }
}

export function usernameTaken(username: string): LineMessage {
  return {
    severity: 'error',
    code: 'USERNAME_TAKEN',
    column: 'username',
    text: {
      fr: `Le nom d'utilisateur « ${username} » est déjà celui d'un autre compte`,
      en: `The user name "${username}" is already that of another account`,
    },
  }
}

/** U17. */
export function protectedAccount(username: string): LineMessage {
  return {
    severity: 'error',
    code: 'PROTECTED_ACCOUNT',
    column: 'username',
    text: {
      fr: `« ${username} » est un compte d'administration ou de visiteur : aucun fichier ne peut le supprimer, le suspendre ni le renommer`,
      en: `"${username}" is an administrator's or the guest's account: no file may delete, suspend or rename it`,
    },
  }
}

/** U04. */
export function nothingToDelete(username: string): LineMessage {
  return {
    severity: 'warning',
    code: 'NOTHING_TO_DELETE',
    column: 'username',
    text: {
      fr: `Rien à supprimer : aucun compte « ${username} »`,
      en: `Nothing to delete: no account "${username}"`,
    },
  }
}

export function accountRevived(username: string): LineMessage {
  return {
    severity: 'info',
    code: 'USER_REVIVED',
    text: { fr: `Utilisateur supprimé réanimé : « ${username} »`, en: `Deleted user revived: "${username}"` },
  }
}

export function emailKept(): LineMessage {
  return {
    severity: 'info',
    code: 'EMAIL_KEPT',
    column: 'email',
    text: {
      fr: "L'adresse du compte est gardée : les adresses de courriel sont protégées",
      en: "The account's address is kept: mail addresses are protected",
    },
  }
}

export function unknownProfileField(shortname: string): LineMessage {
  return {
    severity: 'warning',
    code: 'UNKNOWN_PROFILE_FIELD',
    column: `profile_field_${shortname}`,
    text: {
      fr: `Champ de profil inconnu : « ${shortname} » n'est pas enregistré`,
      en: `Unknown profile field: "${shortname}" is not stored`,
    },
  }
}

export function ambiguousCohort(name: string, count: number): LineMessage {
  return {
    severity: 'warning',
    code: 'AMBIGUOUS_COHORT',
    column: 'cohort',
    text: {
      fr: `Cohorte ambiguë : ${count} cohortes du site s'appellent « ${name} »`,
      en: `Ambiguous cohort: ${count} cohorts of the site are called "${name}"`,
    },
  }
}

export function cohortNumberTaken(idnumber: string, name: string): LineMessage {
  return {
    severity: 'warning',
    code: 'COHORT_NUMBER_TAKEN',
    column: 'cohortid',
    text: {
      fr: `La cohorte n'est pas créée : le numéro « ${idnumber} » est déjà celui de la cohorte « ${name} »`,
      en: `The cohort is not created: the number "${idnumber}" is already that of the cohort "${name}"`,
    },
  }
}

/** Why a course binding was not done: the account and the other bindings are, and the line is in the retry file. */
export function inBinding(fault: LineMessage): LineMessage {
  return { ...fault, severity: 'warning' }
}

export function methodNotActive(column: string, method: string, course: string): LineMessage {
  return {
    severity: 'warning',
    code: 'METHOD_NOT_ACTIVE',
    column,
    text: {
      fr: `Inscription non faite : la méthode « ${method} » n'est pas active dans le cours « ${course} »`,
      en: `Not enrolled: the method "${method}" is not active in the course "${course}"`,
    },
  }
}

export function bindingEndsBeforeStart(column: string): LineMessage {
  return { ...endBeforeStart(column), severity: 'warning' }
}

export function groupWithoutBinding(column: string): LineMessage {
  return {
    severity: 'warning',
    code: 'GROUP_WITHOUT_BINDING',
    column,
    text: {
      fr: 'Le groupe est ignoré : la ligne ne donne ni rôle ni méthode pour ce cours',
      en: 'The group is ignored: the line gives neither a role nor a method for this course',
    },
  }
}

/** After the lines. */
export function coursesFollow(count: number): LineMessage {
  return {
    severity: 'info',
    code: 'COURSES_FOLLOW',
    text: {
      fr: `Inscriptions par cohorte remises à jour dans ${count} cours`,
      en: `Cohort enrolments brought up to date in ${count} course${count > 1 ? 's' : ''}`,
    },
  }
}
