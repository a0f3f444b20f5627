import type { LetterKind } from '../letter.ts'

/** The text of a kind of letter, as administrators edit it. Plain text everywhere, with `{placeholders}`. */
export interface LetterTemplate {
  /** Name and address of the service, top left; never in the window of the envelope. */
  readonly sender: readonly string[]
  /** The town that the date follows; blank: the date alone. */
  readonly place: string
  readonly subject: string
  /** The line of a reminder that recalls the first letter; blank in a first letter. */
  readonly recall: string
  /** One of them holds `{texte}`, what the practitioner wrote. */
  readonly paragraphs: readonly string[]
  /** The words before the signature; blank: none. */
  readonly closing: string
  readonly signature: readonly string[]
}

/** What a placeholder stands for, in the words of the page. */
export const placeholders = ['texte', 'prenom', 'nom', 'date', 'date_premier_courrier'] as const
export type Placeholder = (typeof placeholders)[number]

const first: LetterTemplate = {
  sender: ['Service de santé étudiante'],
  place: '',
  subject: 'Votre dossier au service de santé étudiante',
  recall: '',
  paragraphs: ['Bonjour {prenom} {nom},', '{texte}'],
  closing: 'Nous vous prions de recevoir nos salutations les meilleures.',
  signature: ['Le service de santé étudiante'],
}

/** What letters say until an administrator words them otherwise. */
export const defaultTemplates: Readonly<Record<LetterKind, LetterTemplate>> = {
  'follow-up': first,
  'follow-up-reminder': { ...first, recall: 'Rappel de notre courrier du {date_premier_courrier}' },
}
