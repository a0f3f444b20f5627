import { expect, test } from 'vitest'
import { letterFonts } from '../../../platform/letter-font.ts'
import type { Letter } from '../letter.ts'
import { defaultTemplates } from '../template/letter-template.ts'
import { sampleLetters, sampleNames } from '../template/sample-letters.ts'
import type { LaidOutLetter, TextRun } from './laid-out-letter.ts'
import { layOutLetter } from './lay-out-letter.ts'
import { addressWindow, lastBaseline, margins, page, windowSlack } from './page-geometry.ts'
import { wrapText } from './wrap-text.ts'

const template = {
  ...defaultTemplates['follow-up'],
  sender: Array.from(
    { length: 8 },
    (_, index) => `Service de santé étudiante, ligne ${index}, un peu longue à dessein`,
  ),
  place: 'Essaiville',
  signature: ['Le service de santé étudiante', 'de l’université fictive'],
}
const reminder = { ...template, recall: defaultTemplates['follow-up-reminder'].recall }
const sample = sampleLetters.short

function laidOut(
  letter: Letter = sample,
  kind: 'follow-up' | 'follow-up-reminder' = 'follow-up',
): LaidOutLetter {
  const result = layOutLetter(kind, kind === 'follow-up' ? template : reminder, letter, '2026-03-01')
  if (!result.ok) throw new Error(result.fault)
  return result.letter
}
const texts = (letter: LaidOutLetter, role: string) =>
  letter.pages.flatMap(({ runs }) =>
    runs.filter((run) => letter.blocks[run.block]?.role === role).map((run) => run.text),
  )
const box = ({ x, y, width, size }: TextRun) => {
  const height = size * 0.3528
  return { left: x, right: x + width, top: y - 0.75 * height, bottom: y + 0.25 * height }
}

test.each(sampleNames)(
  'nothing but the address of a %s letter shows through the window, nor near it',
  (name) => {
    const letter = laidOut(sampleLetters[name], 'follow-up-reminder')
    for (const run of letter.pages[0]?.runs ?? []) {
      const { left, right, top, bottom } = box(run)
      const slack = letter.blocks[run.block]?.role === 'address' ? 0 : windowSlack
      const inside =
        right > addressWindow.left - slack &&
        left < addressWindow.left + addressWindow.width + slack &&
        bottom > addressWindow.top - slack &&
        top < addressWindow.top + addressWindow.height + slack
      expect(inside).toBe(slack === 0)
      if (slack === 0) {
        expect(left).toBeGreaterThan(addressWindow.left)
        expect(right).toBeLessThan(addressWindow.left + addressWindow.width)
        expect(top).toBeGreaterThan(addressWindow.top)
        expect(bottom).toBeLessThan(addressWindow.top + addressWindow.height)
      }
      expect(right).toBeLessThanOrEqual(page.width - margins.right + 0.01)
    }
  },
)

test('date, subject, recall and text are worded for the person', () => {
  const letter = laidOut(sample, 'follow-up-reminder')
  expect(texts(letter, 'date')).toEqual(['Essaiville, le 1er mars 2026'])
  expect(texts(letter, 'subject')).toEqual(['Objet : Votre dossier au service de santé étudiante'])
  expect(texts(letter, 'recall')).toEqual(['Rappel de notre courrier du 02/02/2026'])
  expect(texts(letter, 'paragraph')[0]).toBe('Bonjour Zoé TESTUN,')
  expect(letter.pages[0]?.number).toBeNull()
})

test('the text of a letter is plain: no placeholder, mark or pattern in it means anything', () => {
  const text = '{nom} $& <b>gras</b> \\(x\\) %d\n\n\n\n\tà la ligne'
  expect(texts(laidOut({ ...sample, text }), 'paragraph').slice(1)).toEqual([
    '{nom} $& <b>gras</b> \\(x\\) %d',
    '    à la ligne',
  ])
})

test('a long letter has numbered pages, each with two lines of a paragraph at least, and no lonely signature', () => {
  for (let lines = 20; lines < 50; lines++) {
    const text = Array.from({ length: lines }, (_, index) => `Ligne ${index}`).join('\n')
    const letter = laidOut({ ...sample, text })
    for (const [index, { runs, number }] of letter.pages.entries()) {
      expect(number?.text ?? '1 / 1').toBe(`${index + 1} / ${letter.pages.length}`)
      expect(Math.max(...runs.map((run) => run.y))).toBeLessThanOrEqual(lastBaseline)
      const body = runs.filter((run) => letter.blocks[run.block]?.role === 'paragraph')
      expect(body.filter((run) => run.text.startsWith('Ligne')).length).not.toBe(1)
      expect(body.length).toBeGreaterThanOrEqual(2)
    }
    expect(texts(letter, 'paragraph').slice(1).join('\n')).toBe(text)
  }
})

test('a letter that cannot be printed truly is not printed', () => {
  const fault = (letter: Letter, kind: 'follow-up' | 'follow-up-reminder' = 'follow-up') => {
    const result = layOutLetter(kind, template, letter, '2026-03-01')
    return result.ok ? null : result.fault
  }
  const { recipient } = sample
  expect(fault({ ...sample, text: 'Bonjour 王' })).toBe('missing-character')
  expect(fault({ ...sample, recipient: { ...recipient, familyName: '王伟' } })).toBe('missing-character')
  expect(fault({ ...sample, recipient: { ...recipient, town: null } })).toBe('no-address')
  expect(fault({ ...sample, firstLetterOn: null }, 'follow-up-reminder')).toBe('no-first-letter-date')
  const endless = 'X'.repeat(120)
  expect(fault({ ...sample, recipient: { ...recipient, familyName: endless } })).toBe('address-too-long')
  // Composed, Cyrillic, typographic: printed as they are; odd spaces and invisible signs do not matter.
  expect(fault({ ...sample, text: 'Zoe\u0301 Ольга\u202f« ﬁn »\u200b\u00ad…' })).toBeNull()
})

test('a name of sixty capitals is printed smaller, whole, and counted', () => {
  const familyName = 'W'.repeat(30)
  const letter = laidOut({ ...sample, recipient: { ...sample.recipient, familyName } })
  const run = letter.pages[0]?.runs.find(({ text }) => text.includes(familyName))
  expect(run?.size).toBeLessThan(10.5)
  expect(letter.longAddress).toBe(true)
})

test('lines end at spaces, never before French punctuation; a word wider than the page is cut', () => {
  const font = letterFonts().regular
  const wrapped = wrapText('Bonjour « Zoé » ; ça va ? Oui : très bien !', font, 11, 22)
  expect(wrapped.join(' ')).toBe('Bonjour « Zoé » ; ça va ? Oui : très bien !')
  for (const line of wrapped) expect(line).not.toMatch(/^[;:?!»]|«$/)
  const cut = wrapText(`avant ${'W'.repeat(40)} après`, font, 11, 60)
  expect(cut.join(' ').replaceAll(/(?<=W) (?=W)/g, '')).toBe(`avant ${'W'.repeat(40)} après`)
  for (const line of cut) expect(font.width(line, 11)).toBeLessThanOrEqual(60)
})
