import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterAll, expect, test } from 'vitest'
import { drawPdfPage, readPdf } from '../../../test/support/read-pdf.ts'
import { addressWindow } from './layout/page-geometry.ts'
import type { Letter } from './letter.ts'
import { type PrintOptions, printLetters } from './print-letters.ts'
import { defaultTemplates } from './template/letter-template.ts'
import { sampleLetters } from './template/sample-letters.ts'

const root = mkdtempSync(join(tmpdir(), 'nocturne-letters-'))
afterAll(() => rmSync(root, { recursive: true }))

let folders = 0
function options(changes: Partial<PrintOptions> = {}): PrintOptions {
  const directory = mkdtempSync(join(root, `${++folders}-`))
  return {
    kind: 'follow-up',
    template: { ...defaultTemplates['follow-up'], place: 'Essaiville' },
    date: '2026-03-05',
    createdAt: Temporal.Instant.from('2026-03-05T00:30:00Z'),
    directory,
    baseName: 'REL_COU_20260305_013000',
    maxLetters: 2000,
    ...changes,
  }
}
const letters: Letter[] = [
  { ...sampleLetters.short, id: 11 },
  { ...sampleLetters['two-pages'], id: 12 },
  { ...sampleLetters['long-address'], id: 13 },
  { ...sampleLetters.foreign, id: 14 },
]

test('letters become one tagged PDF in their order, in French, each on a page of its own', async () => {
  const { files, failures, longAddresses } = await printLetters(letters, options())
  expect(files).toMatchObject([
    { fileName: 'REL_COU_20260305_013000.pdf', pages: 5, letters: [11, 12, 13, 14] },
  ])
  expect({ failures, longAddresses }).toEqual({ failures: [], longAddresses: 1 })
  const { path = '', bytes } = files[0] ?? {}
  expect(statSync(path).mode & 0o777).toBe(0o640)
  expect(statSync(path).size).toBe(bytes)

  const content = readFileSync(path)
  expect(content.subarray(0, 8).toString()).toBe('%PDF-1.7')
  const pdf = await readPdf(content)
  expect(pdf.info).toMatchObject({ Language: 'fr-FR', Title: 'Courriers des relances' })
  expect(pdf.marked).toBe(true)
  expect(pdf.pages).toHaveLength(5)
  expect(pdf.pages[0]?.structure).toEqual([
    'Root',
    [['Document', [['Sect', ['P', 'P', 'P', 'H1', 'P', 'P', 'P', 'P', 'P']]]]],
  ])
  const raw = content.toString('latin1')
  expect(raw).toContain('/DisplayDocTitle true')
  // Both faces, a part of each, and no other font.
  expect(raw.match(/\/FontFile2/g)).toHaveLength(2)
  expect(new Set(raw.match(/\/BaseFont \/\S+/g)?.map((name) => name.replace(/.*\+/, '')))).toEqual(
    new Set(['SourceSans3-Regular', 'SourceSans3-SemiBold']),
  )

  const inWindow = pdf.pages.map(({ texts }) =>
    texts
      .filter(
        ({ x, y }) =>
          x >= addressWindow.left &&
          x <= addressWindow.left + addressWindow.width &&
          y >= addressWindow.top &&
          y <= addressWindow.top + addressWindow.height,
      )
      .map(({ text }) => text.trim()),
  )
  expect(inWindow[0]).toEqual(['ZOE TESTUN', '12 RUE DE L EXEMPLE', '35000 ESSAIVILLE'])
  expect(inWindow[4]).toEqual([
    'Jörg TESTQUATRE',
    'c/o Familie Beispiel',
    'MUSTERSTRASSE 12/3',
    '99999 MUSTERSTADT',
    'ALLEMAGNE',
  ])
  // Another program measures the lines as the layout did.
  for (const { texts } of pdf.pages)
    for (const { x, width } of texts) expect(x + width).toBeLessThan(210 - 19)
})

test('as a picture: ink in the window, white around it, short strokes where to fold', async () => {
  const { files } = await printLetters(letters.slice(0, 1), options())
  const picture = await drawPdfPage(readFileSync(files[0]?.path ?? ''), 1)
  expect(picture.hasInk(112, 50, 190, 75)).toBe(true)
  expect(picture.hasInk(105, 30, 200, 50)).toBe(false)
  expect(picture.hasInk(105, 40, 111, 85)).toBe(false)
  expect(picture.hasInk(105, 78, 205, 85)).toBe(false)
  expect(picture.hasInk(4, 98, 11, 100)).toBe(true)
  expect(picture.hasInk(4, 197, 11, 199)).toBe(true)
  expect(picture.hasInk(0, 220, 210, 297)).toBe(false)
})

test('more letters than a file may hold make several files; a letter that cannot be printed is told, not the end', async () => {
  const many = [letters[0]!, { ...letters[0]!, id: 99, text: '王' }, ...letters.slice(1)]
  const { files, failures } = await printLetters(many, options({ maxLetters: 2 }))
  expect(files.map(({ fileName, letters }) => [fileName, letters])).toEqual([
    ['REL_COU_20260305_013000_1.pdf', [11, 12]],
    ['REL_COU_20260305_013000_2.pdf', [13, 14]],
  ])
  expect(failures).toEqual([{ id: 99, reason: "un caractère n'existe pas dans la police des lettres" }])
})

test('no letter, no file', async () => {
  const none = options()
  expect(await printLetters([], none)).toEqual({ files: [], failures: [], longAddresses: 0 })
  expect(readdirSync(none.directory)).toEqual([])
})

test('stopped in the middle, nothing is left', async () => {
  const stopped = new AbortController()
  const many = Array.from({ length: 100 }, (_, id) => ({ ...letters[0]!, id }))
  const cut = options({
    maxLetters: 30,
    signal: stopped.signal,
    progress: (done) => {
      if (done >= 60) stopped.abort(new Error('annulé'))
    },
  })
  await expect(printLetters(many, cut)).rejects.toThrow('annulé')
  expect(readdirSync(cut.directory)).toEqual([])
})

test('a folder that takes no file is an error, without a trace', async () => {
  const blocked = options()
  rmSync(blocked.directory, { recursive: true })
  await expect(printLetters(letters, blocked)).rejects.toThrow('ENOENT')
})
