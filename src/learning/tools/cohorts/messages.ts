import type { LineMessage } from '../../../exchange/command-file/verdict.ts'

/** What lines of cohorts' files are told. */

export function missingKeyColumn(column: string): LineMessage {
  return {
    severity: 'error',
    code: 'MISSING_KEY_COLUMN',
    column,
    text: {
      fr: `La cohorte n'est pas désignée : ajoutez la colonne ${column}`,
      en: `The cohort is not named: add the column ${column}`,
    },
  }
}

export function emptyKey(column: string): LineMessage {
  return {
    severity: 'error',
    code: 'EMPTY_COHORT',
    column,
    text: {
      fr: `Identifiant de cohorte vide : remplissez la colonne ${column}`,
      en: `Empty cohort identifier: fill in the column ${column}`,
    },
  }
}

export function unknownVerb(verb: string): LineMessage {
  return {
    severity: 'error',
    code: 'UNKNOWN_COMMAND',
    column: 'cmd',
    text: {
      fr: `Commande inconnue « ${verb} » : écrivez add, del ou free`,
      en: `Unknown command "${verb}": write add, del or free`,
    },
  }
}

export function tooLong(column: string, most: number): LineMessage {
  return {
    severity: 'error',
    code: 'TOO_LONG',
    column,
    text: {
      fr: `Valeur trop longue dans ${column} : ${most} caractères au plus`,
      en: `Value too long in ${column}: ${most} characters at most`,
    },
  }
}

export function notCreatedByNumber(value: string): LineMessage {
  return {
    severity: 'error',
    code: 'UNKNOWN_COHORT',
    column: 'cid',
    text: {
      fr: `Cohorte inconnue : aucune n'a id = « ${value} », et une cohorte ne peut être créée avec un numéro choisi`,
      en: `Unknown cohort: none has id = "${value}", and a cohort cannot be created with a chosen number`,
    },
  }
}

export function numberTaken(idnumber: string): LineMessage {
  return {
    severity: 'error',
    code: 'IDNUMBER_TAKEN',
    column: 'cidnumber',
    text: {
      fr: `Conflit sur le idnumber : une autre cohorte a déjà « ${idnumber} »`,
      en: `Conflict on idnumber: another cohort already has "${idnumber}"`,
    },
  }
}

export function nameTaken(name: string): LineMessage {
  return {
    severity: 'error',
    code: 'NAME_TAKEN',
    column: 'cname',
    text: {
      fr: `Conflit sur le name : une autre cohorte s'appelle déjà « ${name} »`,
      en: `Conflict on name: another cohort is already called "${name}"`,
    },
  }
}

export function alreadyMember(user: string, cohort: string): LineMessage {
  return {
    severity: 'info',
    code: 'ALREADY_MEMBER',
    text: {
      fr: `${user} est déjà membre de la cohorte ${cohort}`,
      en: `${user} is already a member of cohort ${cohort}`,
    },
  }
}

export function notMember(user: string, cohort: string): LineMessage {
  return {
    severity: 'info',
    code: 'NOT_MEMBER',
    text: {
      fr: `${user} n'est pas membre de la cohorte ${cohort}`,
      en: `${user} is not a member of cohort ${cohort}`,
    },
  }
}

export function membersGone(count: number, cohort: string): LineMessage {
  return {
    severity: 'info',
    code: 'MEMBERS_REMOVED',
    text: {
      fr: `${count} membre${count > 1 ? 's' : ''} retiré${count > 1 ? 's' : ''} de la cohorte ${cohort}`,
      en: `${count} member${count > 1 ? 's' : ''} removed from cohort ${cohort}`,
    },
  }
}

export function emptyCohortsDeleted(names: readonly string[]): LineMessage {
  const shown = names.slice(0, 50).join(', ') + (names.length > 50 ? '…' : '')
  return {
    severity: 'info',
    code: 'EMPTY_COHORTS_DELETED',
    text: {
      fr: `Cohortes laissées sans membre et supprimées (${names.length}) : ${shown}`,
      en: `Cohorts left without members and deleted (${names.length}): ${shown}`,
    },
  }
}

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
