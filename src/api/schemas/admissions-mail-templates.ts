import { z } from 'zod'
import { instant, version } from './common.ts'

/** What the API says of mail templates of admissions (admissions.md 5.6). */

const text = z.object({ fr: z.string(), en: z.string() })
const language = z.enum(['fr', 'en'])

const words = z.object({ subject: z.string(), body: z.string() })
const givenWords = z.strictObject({ subject: z.string().max(1000), body: z.string().max(20_000) })

export const mailTemplate = z
  .object({
    code: z.string(),
    label: text,
    version,
    inService: z.boolean(),
    /** The establishment has worded it: it can be put back to what the program came with. */
    reworded: z.boolean(),
    fr: words,
    /** Null: everybody gets the French words. */
    en: words.nullable(),
    /** Null: of the establishment alone. */
    shipped: z.object({ fr: words, en: words }).nullable(),
    /** What `${…}` may name, and what it stands for. */
    variables: z.array(z.object({ name: z.string(), meaning: text })),
    changedAt: instant,
    changedBy: z.string(),
  })
  .meta({ id: 'MailTemplate' })
export type MailTemplate = z.infer<typeof mailTemplate>

export const mailTemplateList = z.object({ items: z.array(mailTemplate) })
export type MailTemplateList = z.infer<typeof mailTemplateList>

export const mailTemplatePath = z.object({ code: z.string().min(1).max(30) })

export const mailTemplateEdit = z.strictObject({
  version,
  fr: givenWords.optional(),
  en: givenWords.nullable().optional(),
  inService: z.boolean().optional(),
})
export type MailTemplateEdit = z.infer<typeof mailTemplateEdit>

export const mailTemplateReset = z.strictObject({ version })

export const templatePreviewQuestion = givenWords.extend({ language })
export type TemplatePreviewQuestion = z.infer<typeof templatePreviewQuestion>

export const templatePreview = z.object({
  /** Null: the words are at fault. */
  mail: z.object({ subject: z.string(), text: z.string(), html: z.string() }).nullable(),
  faults: z.array(z.object({ path: z.enum(['subject', 'body']), message: z.string() })),
})
export type TemplatePreview = z.infer<typeof templatePreview>

export const testMailAnswer = z.object({
  /** Where it was posted to: the address of who asked. */
  to: z.string(),
  /** False: no mail server is configured, it waits for one. */
  leaves: z.boolean(),
})
export type TestMailAnswer = z.infer<typeof testMailAnswer>
