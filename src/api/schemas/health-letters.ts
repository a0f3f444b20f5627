import { z } from 'zod'

export const letterKind = z.enum(['follow-up', 'follow-up-reminder'])
export type LetterKind = z.infer<typeof letterKind>

const line = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\n\r]*$/)

/** Plain text with `{placeholders}`; nothing of it is interpreted. */
export const letterTemplate = z
  .object({
    sender: z.array(line(80)).max(8),
    place: line(60),
    subject: line(150),
    recall: line(150),
    paragraphs: z.array(z.string().max(2000)).max(30),
    closing: z.string().max(500),
    signature: z.array(line(100)).max(8),
  })
  .meta({ id: 'LetterTemplate' })
export type LetterTemplate = z.infer<typeof letterTemplate>

export const letterTemplateList = z.object({
  items: z.array(
    z.object({
      kind: letterKind,
      /** 0: the default. */
      version: z.number().int(),
      subject: z.string(),
      savedAt: z.string().nullable(),
      savedBy: z.string().nullable(),
      /** Of its sender: whether the service's address is still missing. */
      warnings: z.number().int(),
    }),
  ),
})
export type LetterTemplateList = z.infer<typeof letterTemplateList>

export const letterTemplatePage = z
  .object({
    kind: letterKind,
    version: z.number().int(),
    content: letterTemplate,
    /** What holds where nobody has worded the letter. */
    initial: letterTemplate,
    /** Newest first, at most fifty. */
    versions: z.array(
      z.object({
        version: z.number().int(),
        savedAt: z.string(),
        savedBy: z.string(),
        content: letterTemplate,
      }),
    ),
  })
  .meta({ id: 'LetterTemplatePage' })
export type LetterTemplatePage = z.infer<typeof letterTemplatePage>

export const letterTemplateEdit = z.object({
  /** The version that the editor saw. */
  version: z.number().int().min(0),
  content: letterTemplate,
})
export type LetterTemplateEdit = z.infer<typeof letterTemplateEdit>

export const letterSample = z.enum(['short', 'two-pages', 'long-address', 'foreign'])
export type LetterSample = z.infer<typeof letterSample>

export const letterPreviewRequest = z.object({ content: letterTemplate, sample: letterSample })
export type LetterPreviewRequest = z.infer<typeof letterPreviewRequest>

const remark = z.object({ path: z.string(), message: z.object({ fr: z.string(), en: z.string() }) })

const run = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  text: z.string(),
  face: z.enum(['regular', 'semibold']),
  /** In points; all else is in millimetres, `y` being the baseline. */
  size: z.number(),
})

/** The pages as they would be printed. */
export const letterPreview = z
  .object({
    page: z.object({ width: z.number(), height: z.number() }),
    /** What the window of the envelope shows. */
    window: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
    foldMarks: z.array(z.object({ left: z.number(), y: z.number(), length: z.number() })),
    pages: z.array(z.object({ runs: z.array(run) })),
    longAddress: z.boolean(),
    /** Why it cannot be saved. */
    faults: z.array(remark),
    /** What had better be changed. */
    warnings: z.array(remark),
  })
  .meta({ id: 'LetterPreview' })
export type LetterPreview = z.infer<typeof letterPreview>
