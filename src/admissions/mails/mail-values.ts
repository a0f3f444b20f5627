// biome-ignore-all lint/suspicious/noTemplateCurlyInString: marks of the mail templates
import { Temporal } from 'temporal-polyfill'
import type { Locale, Text } from '../../platform/text.ts'
import type { MailValues } from './template-text.ts'

/** What mails say of an application; dates are civil (`AAAA-MM-JJ`). */
export interface ApplicationFacts {
  readonly dossierNo: string
  readonly civility: string | null
  readonly firstName: string
  readonly lastName: string
  readonly formationCode: string
  readonly formationLabel: string
  readonly commissionLabel: string
  readonly campaignLabel: string
  /** Until when the candidate may confirm. */
  readonly deadline?: string | null
  readonly decisionLabel?: string | null
  readonly decisionComment?: string | null
  /** In the waiting list. */
  readonly rank?: number | null
  /** The decision promotes somebody of the waiting list. */
  readonly promoted?: boolean
}

/** Every variable of the templates about an application, and what it stands for. */
export const applicationVariables = {
  dossier: { fr: 'Numéro de dossier', en: 'Dossier number' },
  'candidat.civilite': {
    fr: 'Civilité du candidat, s’il l’a dite',
    en: 'Title of the candidate, where given',
  },
  'candidat.prenom': { fr: 'Prénom du candidat', en: 'First name of the candidate' },
  'candidat.nom': { fr: 'Nom du candidat', en: 'Last name of the candidate' },
  'formation.code': { fr: 'Code de la formation', en: 'Code of the formation' },
  'formation.libelle': { fr: 'Libellé de la formation', en: 'Label of the formation' },
  'commission.libelle': { fr: 'Libellé de la commission', en: 'Label of the commission' },
  'campagne.libelle': { fr: 'Libellé de la campagne', en: 'Label of the campaign' },
} as const satisfies Record<string, Text>

export const decisionVariables = {
  ...applicationVariables,
  echeance: {
    fr: 'Date limite de confirmation, en toutes lettres, s’il y en a une',
    en: 'Last day to confirm, written out, where there is one',
  },
  'decision.libelle': { fr: 'Libellé de la décision', en: 'Label of the decision' },
  'decision.commentaire': {
    fr: 'Commentaire de la décision, s’il y en a un',
    en: 'Comment of the decision, if any',
  },
  rang: { fr: 'Rang dans la liste complémentaire, s’il est connu', en: 'Rank in the waiting list, if known' },
  promotion: {
    fr: 'Rempli quand la décision vient de la liste complémentaire (pour un bloc ${if:promotion})',
    en: 'Filled when the decision comes from the waiting list (for a block ${if:promotion})',
  },
} as const satisfies Record<string, Text>

/** The values of `decisionVariables`, in the language of who reads them. */
export function applicationValues(facts: ApplicationFacts, language: string): MailValues {
  const { rank = null, deadline = null } = facts
  return {
    dossier: facts.dossierNo,
    'candidat.civilite': facts.civility ?? '',
    'candidat.prenom': facts.firstName,
    'candidat.nom': facts.lastName,
    'formation.code': facts.formationCode,
    'formation.libelle': facts.formationLabel,
    'commission.libelle': facts.commissionLabel,
    'campagne.libelle': facts.campaignLabel,
    echeance: deadline === null ? '' : dateInWords(deadline, language),
    'decision.libelle': facts.decisionLabel ?? '',
    'decision.commentaire': facts.decisionComment ?? '',
    rang: rank === null ? '' : String(rank),
    promotion: facts.promoted === true ? '1' : '',
  }
}

const written: Record<Locale, Intl.DateTimeFormat> = {
  fr: new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }),
}

/** `mardi 30 juin 2026`, `Tuesday, 30 June 2026`; a candidate of another language reads French. */
export function dateInWords(date: string, language: string): string {
  const locale = language.toLowerCase().startsWith('en') ? 'en' : 'fr'
  const text = written[locale].format(Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds)
  return text.replace(/^(\p{L}+ )1 /u, locale === 'fr' ? '$11er ' : '$11 ')
}
