import type { LineMessage } from '../../../../exchange/command-file/verdict.ts'

export function readAsYes(column: string, value: string): LineMessage {
  return {
    severity: 'warning',
    code: 'READ_AS_YES',
    column,
    text: {
      fr: `« ${value} » est compris comme yes : ${column} ne prend que yes ou no`,
      en: `"${value}" is understood as yes: ${column} takes only yes or no`,
    },
  }
}

export function readAsNo(column: string, value: string, choices: string): LineMessage {
  return {
    severity: 'warning',
    code: 'READ_AS_NO',
    column,
    text: {
      fr: `« ${value} » n'est pas compris, rien n'est effacé pour ${column} ; valeurs possibles : ${choices}`,
      en: `"${value}" is not understood, nothing is cleared for ${column}; possible values: ${choices}`,
    },
  }
}

export function wrongModules(value: string): LineMessage {
  return {
    severity: 'error',
    code: 'WRONG_MODULES',
    column: 'modules',
    text: {
      fr: `« ${value} » ne désigne pas des modules : écrire all, des noms séparés par des espaces (forum quiz), ou des noms à garder précédés d'un tiret (-quiz), sans mêler les deux`,
      en: `"${value}" does not name modules: write all, names separated by spaces (forum quiz), or names to keep with a dash before (-quiz), not both together`,
    },
  }
}

export function unknownModule(module: string): LineMessage {
  return {
    severity: 'warning',
    code: 'UNKNOWN_MODULE',
    column: 'modules',
    text: {
      fr: `« ${module} » n'est pas un module courant ; vérifier son nom`,
      en: `"${module}" is no usual module; check its name`,
    },
  }
}

export function unknownRole(role: string): LineMessage {
  return {
    severity: 'warning',
    code: 'UNKNOWN_ROLE',
    column: 'roles',
    text: {
      fr: `Rôle inconnu : « ${role} » ; les autres rôles sont désinscrits`,
      en: `Unknown role: "${role}"; the other roles are unenrolled`,
    },
  }
}

export function sameResetTwice(shortname: string): LineMessage {
  return {
    severity: 'warning',
    code: 'ALREADY_RESET',
    text: {
      fr: `Une ligne précédente de ce fichier a déjà réinitialisé « ${shortname} » de la même façon`,
      en: `An earlier line of this file has reset "${shortname}" in the same way already`,
    },
  }
}

export function otherResetBefore(shortname: string): LineMessage {
  return {
    severity: 'error',
    code: 'RESET_TWICE',
    text: {
      fr: `Une ligne précédente de ce fichier réinitialise « ${shortname} » autrement : réunir les deux lignes en une`,
      en: `An earlier line of this file resets "${shortname}" in another way: make one line of the two`,
    },
  }
}
