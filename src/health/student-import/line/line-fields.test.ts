import fc from 'fast-check'
import { expect, test } from 'vitest'
import { at } from './columns.ts'
import type { LineFields } from './line-fields.ts'
import { readFields } from './line-fields.ts'
import { cellsOf } from './sample-line.ts'

function read(text: string, options: { expected?: number; truncated?: boolean } = {}): LineFields {
  const bytes = Buffer.from(text, 'latin1')
  return readFields(bytes, 0, bytes.length, 7, options.expected ?? 46, options.truncated ?? false)
}

function rejection(text: string, options: { expected?: number; truncated?: boolean } = {}): string | null {
  const line = read(text, options)
  return line.kind === 'rejected' ? line.issue.message : null
}

function values(text: string, options: { expected?: number } = {}) {
  const line = read(text, options)
  if (line.kind !== 'fields') throw new Error(line.kind)
  return line
}

const line = (cells = {}) => cellsOf(cells).join(';')
const first = (count: number) => cellsOf().slice(0, count).join(';')

test('a line is split on every ; and each value trimmed of spaces, tabs and no-break spaces', () => {
  const { fields, warnings, unquoted } = values(line({ NOM: ' \tLE  GOFF\xa0 ' }))
  expect(fields).toHaveLength(46)
  expect(fields[at.NOM]).toBe('LE  GOFF')
  expect(warnings).toEqual([])
  expect(unquoted).toBe(false)
})

test('case 27: DUPONT;FILS makes 47 fields', () => {
  expect(rejection(line({ NOM: 'DUPONT;FILS' }))).toBe(
    'Nombre de champs incorrect (47 au lieu de 46) - dossier non traité pour : ligne 7',
  )
  expect(rejection(line({ NOM: '"DUPONT;FILS"' }))).toContain('(47 au lieu de 46)')
  expect(rejection(line({ NOM: 'DUPONT;FILS', IDENTIFIANT: 'testun1' }))).toContain('(47 au lieu de 46)')
})

test('a stray ; is not taken for a blank surplus because the last column is empty', () => {
  const filled = {
    ADR1: '12 RUE DES ESSAIS',
    COD_BDI: '99001',
    COMMUNE: 'ESSAIVILLE',
    TELEPH: '0199000001',
    MAIL: 'zoe.testun@example.invalid',
    DIPLOME: 'LICENCE TEST',
    BAC: 'S',
    DATEBAC: '2023',
  }
  expect(values(`${line(filled)};`).warnings).toHaveLength(1)
  for (const [column, value] of Object.entries(filled))
    if (column !== 'DATEBAC')
      expect(rejection(line({ ...filled, [column]: `${value};x` }))).toContain('(47 au lieu de 46)')
})

test('case 27: surrounding quotes are taken away; other quotes are data', () => {
  expect(values(line({ NOM: '"TESTUN"' })).fields[at.NOM]).toBe('TESTUN')
  expect(values(line({ NOM: '"TESTUN"' })).unquoted).toBe(true)
  expect(values(line({ NOM: ' " TESTUN " ' })).fields[at.NOM]).toBe('TESTUN')
  expect(values(line({ ADR1: '""' })).fields[at.ADR1]).toBe('')
  for (const data of ['"', 'TEST"UN', '"TESTUN', 'TESTUN"']) {
    expect(values(line({ NOM: data })).fields[at.NOM]).toBe(data)
    expect(values(line({ NOM: data })).unquoted).toBe(false)
  }
})

test('case 27: lines empty or made of ; spaces and tabs are blank', () => {
  for (const blank of ['', ';', ';'.repeat(45), ';'.repeat(200), ' \t; ;\t'])
    expect(read(blank, { truncated: true }).kind).toBe('blank')
  expect(read('\xa0').kind).toBe('rejected')
})

test('a surplus of blank fields is cut, with one warning', () => {
  const { fields, warnings } = values(`${line()}; ;\t;`)
  expect(fields).toEqual(cellsOf())
  expect(warnings.map((warning) => warning.message)).toEqual([
    'champs vides en trop ignorés (49 au lieu de 46)',
  ])
})

test('36 fields or more are completed, with a warning; fewer are refused', () => {
  const { fields, warnings } = values(first(36))
  expect(fields).toEqual(cellsOf())
  expect(warnings.map((warning) => warning.message)).toEqual([
    'ligne complétée par des champs vides (36 au lieu de 46)',
  ])
  expect(rejection(first(35))).toBe(
    'Nombre de champs incorrect (35 au lieu de 46) - dossier non traité pour : ligne 7',
  )
})

test('case 24: the last line without line end is accepted with 46 fields, refused when short', () => {
  expect(read(line(), { truncated: true }).kind).toBe('fields')
  expect(rejection(first(45), { truncated: true })).toBe(
    'Nombre de champs incorrect (45 au lieu de 46) - dossier non traité pour : ligne 7',
  )
})

test('older formats have their own count and the same least', () => {
  expect(values(first(43), { expected: 43 }).warnings).toEqual([])
  expect(values(first(43), { expected: 43 }).fields).toHaveLength(46)
  expect(values(first(36), { expected: 43 }).warnings).toHaveLength(1)
  expect(rejection(first(35), { expected: 45 })).toContain('(35 au lieu de 45)')
  expect(rejection(line(), { expected: 43 })).toBeNull()
  expect(rejection(line({ IDENTIFIANT: 'testun1' }), { expected: 43 })).toContain('(46 au lieu de 43)')
})

test('an unreadable character rejects the line; wrong structure goes before it', () => {
  expect(rejection(line({ NOM: 'TEST\x9dUN' }))).toBe(
    'Caractère non lisible - dossier non traité pour : ligne 7',
  )
  expect(rejection(line({ NOM: 'TEST\x00UN' }))).toContain('Caractère non lisible')
  expect(rejection(line({ NOM: 'TEST\x9d;UN', IDENTIFIANT: 'testun1' }))).toContain(
    'Nombre de champs incorrect',
  )
  expect(values(line({ NOM: 'D\x92OEUVRE C\x9c' })).fields[at.NOM]).toBe("D'OEUVRE Cœ")
})

test('a line of a mixed file that holds a UTF-8 sequence says so', () => {
  const utf8 = Buffer.from(line({ PRENOM1: 'Zoé' }), 'utf8').toString('latin1')
  expect(values(utf8).warnings.map((warning) => warning.code)).toEqual(['W_UTF8'])
  expect(values(line({ PRENOM1: 'Zo\xe9' })).warnings).toEqual([])
})

test('no bytes make it throw; what is accepted has 46 trimmed values', () => {
  const bytes = fc.uint8Array({ maxLength: 300 })
  const separators = fc.array(fc.constantFrom(0x3b, 0x3b, 0x3b, 0x22, 0x20, 0xa0, 0x41, 0x92, 0xe9), {
    maxLength: 120,
  })
  fc.assert(
    fc.property(
      fc.oneof(bytes, separators.map(Uint8Array.from.bind(Uint8Array))),
      fc.boolean(),
      (all, truncated) => {
        const result = readFields(all as Uint8Array, 0, all.length, 3, 46, truncated)
        if (result.kind !== 'fields') return
        expect(result.fields).toHaveLength(46)
        for (const value of result.fields) expect(value).not.toMatch(/^[ \t\xa0]|[ \t\xa0;]$|;/)
      },
    ),
    { numRuns: 2000 },
  )
})

test('a line of thousands of separators is refused like any other', () => {
  expect(rejection(`x${';'.repeat(5000)}x`)).toContain('(5001 au lieu de 46)')
  expect(values(line()).fields).toEqual(cellsOf())
})
