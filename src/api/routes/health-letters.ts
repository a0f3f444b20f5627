import { z } from 'zod'
import { layOutLetter } from '../../health/letters/layout/lay-out-letter.ts'
import { addressWindow, foldMarks, page } from '../../health/letters/layout/page-geometry.ts'
import { type LetterKind, letterKinds } from '../../health/letters/letter.ts'
import { LetterDocument } from '../../health/letters/pdf/letter-document.ts'
import { defaultTemplates, type LetterTemplate } from '../../health/letters/template/letter-template.ts'
import { readLetterTemplate } from '../../health/letters/template/read-template.ts'
import { type SampleName, sampleLetters } from '../../health/letters/template/sample-letters.ts'
import { readVersions, saveTemplate } from '../../health/letters/template/save-template.ts'
import { templateFaults, templateWarnings } from '../../health/letters/template/template-faults.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { attachment } from '../download.ts'
import { answerEdit } from '../edit-problem.ts'
import { problem } from '../problem.ts'
import {
  letterKind,
  letterPreview,
  letterPreviewRequest,
  letterTemplateEdit,
  letterTemplateList,
  letterTemplatePage,
} from '../schemas/health-letters.ts'
import type { ApiServices } from '../services.ts'

const tags = ['letters']
const params = z.object({ kind: letterKind })
const reads = { access: { who: 'reader', of: 'health' } } as const
const changes = { access: { who: 'administrator', of: 'health' } } as const
const shownVersions = 50

/** What letters say: their templates, with a preview of what would be printed. */
export function addHealthLetters(server: ApiServer, { installation, engine }: ApiServices): void {
  const { database, place } = installation
  const { clock } = engine
  const today = () => clock.now().toZonedDateTimeISO(place.timeZone).toPlainDate().toString()

  server.get(
    '/api/health/letter-templates',
    {
      config: reads,
      schema: { tags, summary: 'The templates of letters', response: { 200: letterTemplateList } },
    },
    async () => ({
      items: await Promise.all(
        letterKinds.map(async (kind) => {
          const [newest] = await readVersions(database.pool, kind, 1)
          const content = newest?.content ?? defaultTemplates[kind]
          return {
            kind,
            version: newest?.version ?? 0,
            subject: content.subject,
            savedAt: newest?.savedAt.toISOString() ?? null,
            savedBy: newest?.savedBy ?? null,
            warnings: templateWarnings(content).length,
          }
        }),
      ),
    }),
  )

  server.get(
    '/api/health/letter-templates/:kind',
    {
      config: reads,
      schema: {
        tags,
        summary: 'A template with its versions',
        params,
        response: { 200: letterTemplatePage },
      },
    },
    async ({ params: { kind } }) => await templatePage(kind),
  )

  server.put(
    '/api/health/letter-templates/:kind',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Words a letter anew, as its next version',
        params,
        body: letterTemplateEdit,
        response: { 200: letterTemplatePage },
      },
    },
    async (request) => {
      const { kind } = request.params
      const { version } = request.body
      const content = tidy(kind, request.body.content)
      const faults = templateFaults(kind, content)
      if (faults.length > 0) throw problem('INVALID_FIELDS', { errors: faults })
      const savedAt = new Date(clock.now().epochMilliseconds)
      await answerEdit(saveTemplate(database, acting(request), kind, version, content, savedAt))
      return await templatePage(kind)
    },
  )

  server.post(
    '/api/health/letter-templates/:kind/preview',
    {
      config: reads,
      schema: {
        tags,
        summary: 'The pages of a fictional letter, as a draft would print it; saves nothing',
        params,
        body: letterPreviewRequest,
        response: { 200: letterPreview },
      },
    },
    async ({ params: { kind }, body: { content, sample } }) => {
      const laidOut = layOut(kind, content, sample)
      return {
        page,
        window: addressWindow,
        foldMarks: [...foldMarks],
        pages: laidOut.ok
          ? laidOut.letter.pages.map(({ runs, number }) => ({
              runs: number === null ? [...runs] : [...runs, number],
            }))
          : [],
        longAddress: laidOut.ok && laidOut.letter.longAddress,
        faults: templateFaults(kind, tidy(kind, content)),
        warnings: templateWarnings(content),
      }
    },
  )

  server.post(
    '/api/health/letter-templates/:kind/preview-pdf',
    {
      config: reads,
      schema: {
        tags,
        summary: 'The same letter as the PDF that a batch would make of it',
        params,
        body: letterPreviewRequest,
        response: {
          200: { description: 'The PDF', content: { 'application/pdf': { schema: z.string() } } },
        },
      },
    },
    async ({ params: { kind }, body: { content, sample } }, reply) => {
      const laidOut = layOut(kind, content, sample)
      if (!laidOut.ok) throw problem('INVALID_FIELDS', { errors: templateFaults(kind, content) })
      const document = new LetterDocument(content.subject, clock.now())
      document.add(laidOut.letter)
      document.end()
      const chunks: Buffer[] = []
      for await (const chunk of document.stream) chunks.push(Buffer.from(chunk as Uint8Array))
      return reply
        .header('content-type', 'application/pdf')
        .header('content-disposition', attachment(`apercu-${kind}.pdf`))
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'no-store')
        .send(Buffer.concat(chunks) as never)
    },
  )

  function layOut(kind: LetterKind, content: LetterTemplate, sample: SampleName) {
    return layOutLetter(kind, tidy(kind, content), sampleLetters[sample], today())
  }

  async function templatePage(kind: LetterKind) {
    const { version, content } = await readLetterTemplate(database.pool, kind)
    const versions = await readVersions(database.pool, kind, shownVersions)
    return {
      kind,
      version,
      content: changeable(content),
      initial: changeable(defaultTemplates[kind]),
      versions: versions.map((one) => ({
        ...one,
        content: changeable(one.content),
        savedAt: one.savedAt.toISOString(),
      })),
    }
  }
}

/** Blank lines at either end go, and blank paragraphs; a first letter recalls none. */
function tidy(kind: LetterKind, content: LetterTemplate): LetterTemplate {
  const lines = (all: readonly string[]) => all.map((one) => one.trimEnd()).filter((one) => one !== '')
  return {
    sender: lines(content.sender),
    place: content.place.trim(),
    subject: content.subject.trim(),
    recall: kind === 'follow-up' ? '' : content.recall.trim(),
    paragraphs: lines(content.paragraphs),
    closing: content.closing.trim(),
    signature: lines(content.signature),
  }
}

function changeable({ sender, paragraphs, signature, ...rest }: LetterTemplate) {
  return { ...rest, sender: [...sender], paragraphs: [...paragraphs], signature: [...signature] }
}
