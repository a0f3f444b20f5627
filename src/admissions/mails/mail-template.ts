import type { Queryable } from '../../platform/database.ts'
import { shippedTemplate } from './shipped-templates.ts'

export interface TemplateWords {
  readonly subject: string
  readonly body: string
}

/** A template as mails are written from it. */
export interface MailTemplate {
  readonly code: string
  readonly fr: TemplateWords
  /** Null: everybody gets the French words. */
  readonly en: TemplateWords | null
}

/** Why nothing is sent: whoever composes counts it and tells its log. */
export interface UnusableTemplate {
  readonly unusable: 'out-of-service' | 'unknown'
}

export interface StoredTemplate {
  code: string
  subjectFr: string | null
  bodyFr: string | null
  subjectEn: string | null
  bodyEn: string | null
  inService: boolean
}

/** The template of this code, in the words of the establishment, else in those it was delivered with. */
export async function readTemplate(db: Queryable, code: string): Promise<MailTemplate | UnusableTemplate> {
  const { rows } = await db.query<StoredTemplate>(
    `select code, subject_fr as "subjectFr", body_fr as "bodyFr", subject_en as "subjectEn", body_en as "bodyEn",
            in_service as "inService"
     from admissions.mail_template where code = $1`,
    [code],
  )
  const row = rows[0]
  if (row === undefined) return { unusable: 'unknown' }
  return row.inService ? (wordsOf(row) ?? { unusable: 'unknown' }) : { unusable: 'out-of-service' }
}

/** Null: it has no words of its own and none were delivered. */
export function wordsOf(row: StoredTemplate): MailTemplate | null {
  const { code, subjectFr, bodyFr, subjectEn, bodyEn } = row
  if (subjectFr === null || bodyFr === null) {
    const shipped = shippedTemplate(code)
    return shipped === null ? null : { code, fr: shipped.fr, en: shipped.en }
  }
  return {
    code,
    fr: { subject: subjectFr, body: bodyFr },
    en: subjectEn === null || bodyEn === null ? null : { subject: subjectEn, body: bodyEn },
  }
}
