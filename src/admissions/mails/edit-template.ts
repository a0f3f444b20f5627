import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { type Database, transaction } from '../../platform/database.ts'
import { invalidField, refused } from '../../platform/edit-refusal.ts'
import { type Editor, recordEdit } from '../editing.ts'
import { type MailTemplate, type StoredTemplate, type TemplateWords, wordsOf } from './mail-template.ts'
import { shippedTemplate } from './shipped-templates.ts'
import { templateFaults } from './template-faults.ts'

export interface ListedTemplate extends MailTemplate {
  readonly label: { readonly fr: string; readonly en: string }
  /** Null: the establishment's own, there is nothing to go back to. */
  readonly shipped: { readonly fr: TemplateWords; readonly en: TemplateWords } | null
  /** The establishment has worded it. */
  readonly reworded: boolean
  readonly inService: boolean
  readonly version: number
  readonly changedAt: Date
  readonly changedBy: string
}

interface Row extends StoredTemplate {
  label: string
  version: number
  changedAt: Date
  changedBy: string
}

/** Templates by code, or the one of `code`. */
export async function readTemplates(db: Pick<pg.Pool, 'query'>, code?: string): Promise<ListedTemplate[]> {
  const { rows } = await db.query<Row>(
    `select code, label, subject_fr as "subjectFr", body_fr as "bodyFr", subject_en as "subjectEn",
            body_en as "bodyEn", in_service as "inService", version, changed_at as "changedAt",
            changed_by as "changedBy"
     from admissions.mail_template where $1::text is null or code = $1 order by code`,
    [code ?? null],
  )
  return rows.map((row) => {
    const shipped = shippedTemplate(row.code)
    const { version, changedAt, changedBy, inService } = row
    const words = wordsOf(row) ?? { code: row.code, fr: { subject: '', body: '' }, en: null }
    return {
      ...words,
      label: shipped?.label ?? { fr: row.label, en: row.label },
      shipped: shipped === null ? null : { fr: shipped.fr, en: shipped.en },
      reworded: row.subjectFr !== null,
      inService,
      version,
      changedAt,
      changedBy,
    }
  })
}

export interface TemplateEdit {
  readonly fr?: TemplateWords
  /** Null: everybody gets the French words. */
  readonly en?: TemplateWords | null
  readonly inService?: boolean
}

/**
 * Gives a template other words, or takes it out of service or back. Throws `EditRefused` where it is not as the editor saw it
 * (`version`), or a text is at fault. What changes nothing is not written down.
 */
export async function editTemplate(
  database: Database,
  editor: Editor,
  code: string,
  version: number,
  edit: TemplateEdit,
  now: Temporal.Instant,
): Promise<void> {
  const tidy = (words: TemplateWords) => ({
    subject: words.subject.normalize('NFC').trim(),
    body: words.body.normalize('NFC').replace(/\r\n?/g, '\n').trim(),
  })
  const fr = edit.fr === undefined ? undefined : tidy(edit.fr)
  const en = edit.en === undefined || edit.en === null ? edit.en : tidy(edit.en)
  for (const [language, words] of [
    ['fr', fr],
    ['en', en],
  ] as const)
    for (const part of ['subject', 'body'] as const) {
      const [fault] = words ? templateFaults(code, part, words[part]) : []
      if (fault !== undefined) throw invalidField(`${language}.${part}`, fault)
    }
  await change(database, editor, code, version, now, (before) => {
    const words = { fr: fr ?? before.fr, en: en === undefined ? before.en : en }
    const same = JSON.stringify(words) === JSON.stringify({ fr: before.fr, en: before.en })
    return {
      words: same ? (before.reworded ? words : null) : words,
      inService: edit.inService ?? before.inService,
    }
  })
}

/** Back to the words that the program comes with. */
export async function resetTemplate(
  database: Database,
  editor: Editor,
  code: string,
  version: number,
  now: Temporal.Instant,
): Promise<void> {
  if (shippedTemplate(code) === null)
    throw refused('REQUEST_REFUSED', {
      fr: 'Ce modèle est propre à l’établissement : il n’a pas de texte livré auquel revenir',
      en: 'This template is the establishment’s own: it came with no text to go back to',
    })
  await change(database, editor, code, version, now, ({ inService }) => ({ words: null, inService }))
}

interface Stored {
  /** Null: the words delivered. */
  readonly words: Pick<MailTemplate, 'fr' | 'en'> | null
  readonly inService: boolean
}

async function change(
  database: Database,
  editor: Editor,
  code: string,
  version: number,
  now: Temporal.Instant,
  next: (before: ListedTemplate) => Stored,
): Promise<void> {
  await transaction(database.pool, async (client) => {
    await client.query('select from admissions.mail_template where code = $1 for update', [code])
    const [before] = await readTemplates(client as never, code)
    if (before === undefined)
      throw refused('NOT_FOUND', { fr: 'Ce modèle n’existe pas', en: 'There is no such template' })
    if (before.version !== version)
      throw refused('STALE_VERSION', {
        fr: `${before.changedBy} a modifié ce modèle entre-temps : rechargez la page`,
        en: `${before.changedBy} changed this template meanwhile: reload the page`,
      })
    const { words, inService } = next(before)
    const after = { words, inService }
    const stood: Stored = {
      words: before.reworded ? { fr: before.fr, en: before.en } : null,
      inService: before.inService,
    }
    if (JSON.stringify(stood) === JSON.stringify(after)) return
    await client.query(
      `update admissions.mail_template
       set subject_fr = $2, body_fr = $3, subject_en = $4, body_en = $5, in_service = $6, changed_at = $7,
           changed_by = $8, version = version + 1
       where code = $1`,
      [
        code,
        words?.fr.subject ?? null,
        words?.fr.body ?? null,
        words?.en?.subject ?? null,
        words?.en?.body ?? null,
        inService,
        now.toString(),
        editor.author,
      ],
    )
    await recordEdit(client, editor, {
      action: 'mail-template.changed',
      subject: `mail-template:${code}`,
      before: { version, ...stood },
      after: { version: version + 1, ...after },
    })
  })
}
