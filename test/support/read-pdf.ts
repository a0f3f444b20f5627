import { readFile } from 'node:fs/promises'
import { createCanvas } from '@napi-rs/canvas'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** A line of text as another program reads it back: millimetres from the top left corner, `y` the baseline. */
export interface PdfText {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly font: string
}

export interface PdfPage {
  readonly texts: readonly PdfText[]
  /** Roles of the structure tree, nested: `['Document', ['Sect', ['H1'], …]]`, without the leaves. */
  readonly structure: unknown
}

const millimetres = 25.4 / 72

/** Reads a PDF with pdf.js: text by place, structure, language, title. */
export async function readPdf(bytes: Uint8Array) {
  const document = await open(bytes)
  const { info } = await document.getMetadata()
  const pages: PdfPage[] = []
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const { height } = page.getViewport({ scale: 1 })
    const content = await page.getTextContent()
    const texts = content.items.flatMap((item) =>
      'str' in item && item.str.trim() !== ''
        ? [
            {
              text: item.str,
              x: item.transform[4] * millimetres,
              y: (height - item.transform[5]) * millimetres,
              width: item.width * millimetres,
              font: item.fontName,
            },
          ]
        : [],
    )
    pages.push({ texts, structure: roles(await page.getStructTree()) })
  }
  const marked = (await document.getMarkInfo()) as ReadonlyMap<string, boolean> | null
  await document.loadingTask.destroy()
  return { pages, info: info as Record<string, unknown>, marked: marked?.get('Marked') === true }
}

/** Draws a page, `scale` 1 being 72 points an inch: to be looked at, or asked where there is ink. */
export async function drawPdfPage(bytes: Uint8Array, number: number, scale = 1.5) {
  const document = await open(bytes)
  const page = await document.getPage(number)
  const viewport = page.getViewport({ scale })
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
  const context = canvas.getContext('2d')
  await page.render({ canvas: canvas as never, canvasContext: context as never, viewport }).promise
  await document.loadingTask.destroy()
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  const perMillimetre = (scale * 72) / 25.4
  return {
    png: () => canvas.toBuffer('image/png'),
    /** Whether anything is drawn in this area, in millimetres. */
    hasInk(left: number, top: number, right: number, bottom: number): boolean {
      const at = (millimetres: number) => Math.round(millimetres * perMillimetre)
      for (let y = at(top); y < Math.min(at(bottom), canvas.height); y++)
        for (let x = at(left); x < Math.min(at(right), canvas.width); x++)
          if ((data[4 * (y * canvas.width + x)] ?? 255) < 200) return true
      return false
    },
  }
}

/** For looking at a file by hand. */
export async function drawPdfFile(path: string, number: number) {
  return (await drawPdfPage(await readFile(path), number)).png()
}

function open(bytes: Uint8Array) {
  // pdf.js keeps what it is given.
  return getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, verbosity: 0 }).promise
}

interface StructureNode {
  readonly role?: string
  readonly children?: readonly StructureNode[]
}

function roles(node: unknown): unknown {
  const { role, children = [] } = (node ?? {}) as StructureNode
  const below = children.filter((child) => child.role !== undefined).map(roles)
  return below.length === 0 ? role : [role, below]
}
