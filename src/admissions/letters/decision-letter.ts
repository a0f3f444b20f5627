import PDFDocument from 'pdfkit'
import type { Temporal } from 'temporal-polyfill'
import { type LetterFont, letterFonts } from '../../platform/letter-font.ts'
import type { Attachment } from '../../platform/mail.ts'
import type { Locale } from '../../platform/text.ts'
import { dateInWords } from '../mails/mail-values.ts'
import { kernedFont } from './kerned-font.ts'

export interface DecisionLetter {
  readonly language: string
  readonly centreLabel: string
  readonly dossierNo: string
  readonly addressee: readonly string[]
  /** Subject and body of the decision's mail: the letter says the same. */
  readonly subject: string
  readonly body: string
  readonly commissionLabel: string
  /** The civil day that it is written on. */
  readonly day: string
}

const on: Record<Locale, string> = { fr: 'Le ', en: '' }

const point = 72 / 25.4
const margin = 25 * point

/**
 * The letter that goes with a decision (admissions.md 3.13): one A4 page, tagged, in the candidate's language, written from what
 * the mail says. A body too long for the page is cut with an ellipsis: the mail has all of it. In memory, 15 to 30 kB.
 */
export async function decisionLetter(letter: DecisionLetter, at: Temporal.Instant): Promise<Attachment> {
  const locale: Locale = letter.language.toLowerCase().startsWith('en') ? 'en' : 'fr'
  const { regular, semibold } = letterFonts()
  const document = new PDFDocument({
    pdfVersion: '1.7',
    size: 'A4',
    margin,
    font: '',
    tagged: true,
    lang: locale === 'fr' ? 'fr-FR' : 'en-GB',
    displayTitle: true,
    info: {
      Title: letter.subject,
      Producer: 'Nocturne',
      Creator: 'Nocturne',
      CreationDate: new Date(at.epochMilliseconds),
    },
  } as PDFKit.PDFDocumentOptions)
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => document.once('end', resolve).once('error', reject))

  const width = document.page.width - 2 * margin
  const bottom = document.page.height - margin
  const section = document.struct('Sect')
  const write = (tag: 'P' | 'H1', text: string, options: PDFKit.Mixins.TextOptions = {}) => {
    const height = Math.max(0, bottom - document.y)
    section.add(
      document.struct(tag, {}, () => {
        document.text(unbroken(text), { width, height, ellipsis: true, lineGap: 2, ...options })
      }),
    )
  }
  // pdfkit takes a font that is read already: reading it anew would cost each letter more than all the rest.
  const face = (font: LetterFont) => document.font(kernedFont(font) as string)
  const root = document.struct('Document')
  document.addStructure(root)
  root.add(section)
  face(semibold).fontSize(11)
  write('P', letter.centreLabel)
  face(regular)
  write('P', letter.commissionLabel)
  document.y = 50 * point
  for (const line of letter.addressee) write('P', line, { indent: 85 * point })
  document.y = 90 * point
  write('P', on[locale] + dateInWords(letter.day, locale), { align: 'right' })
  document.moveDown()
  write('P', `Dossier ${letter.dossierNo}`)
  document.moveDown()
  face(semibold).fontSize(13)
  write('H1', letter.subject)
  document.moveDown()
  face(regular).fontSize(letter.body.length > 2000 ? 9.5 : 11)
  for (const paragraph of letter.body.split(/\n{2,}/)) {
    if (document.y > bottom - 14) break
    write('P', paragraph)
    document.moveDown(0.7)
  }
  section.end()
  root.end()
  document.end()
  await ended
  return {
    filename: `decision-${letter.dossierNo}.pdf`,
    content: Buffer.concat(chunks).toString('base64'),
    encoding: 'base64',
    contentType: 'application/pdf',
  }
}

/** Quotation marks, colons and the like stay with their word. */
function unbroken(text: string): string {
  return text.replace(/ ([»:;!?])/g, '\u00a0$1').replaceAll('« ', '«\u00a0')
}
