import type { LineMessage } from '../../../exchange/command-file/verdict.ts'

/** What lines that bind cohorts to courses are told. */

export function unknownVerb(verb: string): LineMessage {
  return {
    severity: 'error',
    code: 'UNKNOWN_COMMAND',
    column: 'cmd',
    text: {
      fr: `Commande inconnue « ${verb} » : écrivez add, del, restore ou fulldel`,
      en: `Unknown command "${verb}": write add, del, restore or fulldel`,
    },
  }
}

export function anyRoleOfNew(): LineMessage {
  return {
    severity: 'error',
    code: 'ANY_ROLE_REFUSED',
    column: 'role',
    text: {
      fr: 'Le rôle * désigne des liaisons qui existent : pour add, donnez un rôle',
      en: 'The role * names bindings that exist: for add, give a role',
    },
  }
}

export function notCohortMethod(method: string, accepted: readonly string[]): LineMessage {
  return {
    severity: 'error',
    code: 'NOT_A_COHORT_METHOD',
    column: 'enrol',
    text: {
      fr: `« ${method} » n'est pas une méthode d'inscription par cohorte ; méthodes acceptées : ${accepted.join(', ')}`,
      en: `"${method}" is no cohort enrolment method; accepted methods: ${accepted.join(', ')}`,
    },
  }
}

export function yesOrNo(column: string, value: string): LineMessage {
  return {
    severity: 'error',
    code: 'INVALID_VALUE',
    column,
    text: {
      fr: `Valeur inattendue dans ${column} : « ${value} » ; écrivez 1 ou 0`,
      en: `Unexpected value in ${column}: "${value}"; write 1 or 0`,
    },
  }
}

export function invalidDate(column: string, text: string): LineMessage {
  return {
    severity: 'error',
    code: 'INVALID_DATE',
    column,
    text: {
      fr: `Date illisible dans ${column} : « ${text} » ; écrivez AAAA-MM-JJ, AAAA-MM-JJ hh:mm:ss ou des secondes depuis 1970`,
      en: `Unreadable date in ${column}: "${text}"; write YYYY-MM-DD, YYYY-MM-DD hh:mm:ss or seconds since 1970`,
    },
  }
}

export function endBeforeStart(): LineMessage {
  return {
    severity: 'error',
    code: 'END_BEFORE_START',
    column: 'enrolend',
    text: {
      fr: "La fin de l'inscription (enrolend) doit suivre son début",
      en: 'The end of the enrolment (enrolend) must come after its start',
    },
  }
}

export function alreadyBound(key: string): LineMessage {
  return {
    severity: 'info',
    code: 'ALREADY_BOUND',
    text: { fr: `Liaison déjà active : ${key}`, en: `Binding already active: ${key}` },
  }
}

export function nothingBound(key: string): LineMessage {
  return {
    severity: 'warning',
    code: 'NOTHING_BOUND',
    text: {
      fr: `Rien à faire : aucune liaison ne correspond à ${key}`,
      en: `Nothing to do: no binding matches ${key}`,
    },
  }
}

export function alreadySo(key: string, enabled: boolean): LineMessage {
  return {
    severity: 'warning',
    code: enabled ? 'ALREADY_ENABLED' : 'ALREADY_DISABLED',
    text: {
      fr: `Rien à faire : liaison déjà ${enabled ? 'active' : 'désactivée'} (${key})`,
      en: `Nothing to do: binding already ${enabled ? 'active' : 'disabled'} (${key})`,
    },
  }
}

const done = {
  created: { fr: 'Liaison créée', en: 'Binding created' },
  updated: { fr: 'Liaison modifiée', en: 'Binding changed' },
  enabled: { fr: 'Liaison rétablie', en: 'Binding restored' },
  disabled: { fr: 'Liaison désactivée', en: 'Binding disabled' },
  deleted: { fr: 'Liaison supprimée', en: 'Binding deleted' },
} as const

/** What was done, said for each binding. */
export function bindingDone(what: keyof typeof done, key: string): LineMessage {
  return {
    severity: 'info',
    code: `BINDING_${what.toUpperCase()}`,
    text: { fr: `${done[what].fr} : ${key}`, en: `${done[what].en}: ${key}` },
  }
}
