import type { Queryable } from '../../platform/database.ts'
import type { Attachment, Mail } from '../../platform/mail.ts'
import { htmlBody } from './html-body.ts'
import { type MailTemplate, readTemplate, type UnusableTemplate } from './mail-template.ts'
import { fillBody, fillSubject, type MailValues, parseTemplateText } from './template-text.ts'

export interface MailOrder {
  /** Bare addresses. */
  readonly to: readonly string[]
  /** Of the candidate: `fr`, `en`, or another, which gets French. */
  readonly language: string
  /** Hidden copies, to the centre say. */
  readonly bcc?: readonly string[]
  /** What stands for the variables (`mail-values.ts`); inserted as it is. */
  readonly values: MailValues
  readonly attachments?: readonly Attachment[]
}

/** The mail of a template (admissions.md 5.6), ready for `postMail`. For many mails: `readTemplate` once, then `renderMail`. */
export async function composeMail(
  db: Queryable,
  code: string,
  order: MailOrder,
): Promise<Mail | UnusableTemplate> {
  const template = await readTemplate(db, code)
  return isUnusable(template) ? template : renderMail(template, order)
}

export function isUnusable<T extends object>(given: T | UnusableTemplate): given is UnusableTemplate {
  return 'unusable' in given
}

/** Words for a log: which template, and what to do. */
export function unusableWords(code: string, { unusable }: UnusableTemplate): string {
  return unusable === 'unknown'
    ? `modèle de courriel ${code} inconnu : rien n'est envoyé`
    : `modèle de courriel ${code} hors service : rien n'est envoyé`
}

const footers = {
  fr: 'Ce message est envoyé automatiquement : merci de ne pas y répondre.',
  en: 'This message is sent automatically: please do not reply to it.',
} as const

export function renderMail(template: MailTemplate, order: MailOrder): Mail {
  const { to, bcc = [], values, attachments = [] } = order
  const wanted = order.language.toLowerCase().startsWith('en') ? 'en' : 'fr'
  const language = wanted === 'en' && template.en !== null ? 'en' : 'fr'
  const words = language === 'en' && template.en !== null ? template.en : template.fr
  const body = fillBody(parseTemplateText(words.body), values)
  const footer = footers[language]
  return {
    to,
    ...(bcc.length === 0 ? {} : { bcc }),
    subject: fillSubject(parseTemplateText(words.subject), values),
    text: `${body}\n\n-- \n${footer}\n`,
    html: htmlBody(body, footer, language),
    ...(attachments.length === 0 ? {} : { attachments }),
  }
}
