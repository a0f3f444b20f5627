import { expect, test } from 'vitest'
import { seededRandom } from '../../../../test/support/seeded-random.ts'
import type { Recipient } from '../letter.ts'
import { abbreviations } from './abbreviations.ts'
import { addressLines, longestLine, mostLines } from './address-lines.ts'
import { withoutAccents } from './postal-capitals.ts'

const zoe: Recipient = {
  firstName: 'Zoé',
  familyName: 'TESTUN',
  usageName: null,
  address1: "12 rue de l'Église",
  address2: 'Appt 4, chez M. TESTDEUX',
  address3: 'Rés. Les Tilleuls',
  postalCode: '35000',
  town: 'Saint-Essai',
  countryCode: '100',
  countryName: 'FRANCE',
}
const of = (values: Partial<Recipient> = {}) => addressLines({ ...zoe, ...values })

test('name, flat, building, street, town; the last three in capitals without accents and punctuation', () => {
  expect(of()).toEqual({
    lines: [
      'Zoé TESTUN',
      'Appt 4, chez M. TESTDEUX',
      'RES LES TILLEULS',
      '12 RUE DE L EGLISE',
      '35000 SAINT ESSAI',
    ],
    long: false,
    shrink: false,
  })
})

test('empty lines go; the usage name comes before the birth name', () => {
  expect(of({ address2: ' ', address3: null, usageName: "D'ESSAI" })?.lines).toEqual([
    'ZOE D ESSAI',
    '12 RUE DE L EGLISE',
    '35000 SAINT ESSAI',
  ])
})

test('a post box or hamlet stands below the street, in whichever field it was typed', () => {
  expect(of({ address2: 'BP 12', address3: null })?.lines).toEqual([
    'Zoé TESTUN',
    '12 RUE DE L EGLISE',
    'BP 12',
    '35000 SAINT ESSAI',
  ])
  expect(of({ address2: null, address3: 'Lieu-dit Le Bois' })?.lines[2]).toBe('LIEU DIT LE BOIS')
  // Le Bpost is no box.
  expect(of({ address2: 'BPOST 12', address3: null })?.lines[1]).toBe('BPOST 12')
})

test('17: an address line of 50 characters is abbreviated or shrunk, complete', () => {
  const abbreviable = '125 boulevard du Général de la Résidence Inventée1'
  const cut = '125 rue du Général de la Fraternité Inventée Hier1'
  const unbroken = '1'.repeat(50)
  for (const address1 of [abbreviable, cut, unbroken]) expect(address1).toHaveLength(50)
  expect(of({ address1: abbreviable })).toMatchObject({ long: true, shrink: false })
  expect(of({ address1: abbreviable })?.lines[3]).toBe('125 BD DU GENERAL DE LA RES INVENTEE1')
  expect(of({ address1: cut })).toEqual({
    lines: [
      'Zoé TESTUN',
      'Appt 4, chez M. TESTDEUX',
      'Rés. Les Tilleuls',
      '125 RUE DU GENERAL DE LA FRATERNITE',
      'INVENTEE HIER1',
      '35000 SAINT ESSAI',
    ],
    long: true,
    shrink: false,
  })
  expect(of({ address1: unbroken })).toMatchObject({ long: true, shrink: true })
  expect(of({ address1: unbroken })?.lines).toContain(unbroken)
})

test('words are shortened only whole, only as far as needed, and never in the name', () => {
  const shortened = of({
    address1: '125 avenue des Boulevardiers de la Placette',
    firstName: 'Marie-Avenue',
    familyName: 'BOULEVARD '.repeat(4).trim(),
  })
  expect(shortened?.lines).toContain('125 AV DES BOULEVARDIERS DE LA')
  expect(shortened?.lines.join(' ')).toContain('BOULEVARD BOULEVARD BOULEVARD BOULEVARD')
  expect(of({ address1: '12 avenue de la Place' })?.lines).toContain('12 AVENUE DE LA PLACE')
})

test('without a free line a line stays whole and asks for a smaller font', () => {
  const four = 'ligne de quarante-deux caractères à imprimer'
  const full = of({ address1: four, address2: four, address3: four })
  expect(full).toMatchObject({ long: true, shrink: true })
  expect(full?.lines).toHaveLength(mostLines)
})

test.each([
  ['no town', { town: ' . ' }],
  ['nothing but the town', { address1: null, address2: '', address3: ' ' }],
  ['no postal code', { postalCode: null }],
  ['a code of four digits', { postalCode: '3500' }],
  ['no name', { firstName: '', familyName: ' ' }],
  ['an unknown country without a French postal code', { countryCode: null, postalCode: 'SW1A 1AA' }],
  ['a foreign country without a name', { countryCode: '132', countryName: null }],
])('with %s nobody could deliver', (_, values) => {
  expect(of(values)).toBeNull()
})

test('an unknown country with a French postal code is France', () => {
  expect(of({ countryCode: null, countryName: null })?.lines.at(-1)).toBe('35000 SAINT ESSAI')
})

test('a letter that leaves France ends with its country; where the town holds the code, it stays there', () => {
  const abroad = { countryCode: '132', countryName: 'Royaume-Uni', address2: null, address3: null }
  expect(
    of({ ...abroad, address1: '12/3 High St.', postalCode: 'SW1A 1AA', town: 'London SW1A 1AA' })?.lines,
  ).toEqual(['Zoé TESTUN', '12/3 HIGH ST', 'LONDON SW1A 1AA', 'ROYAUME UNI'])
  expect(of({ ...abroad, postalCode: 'B-1000', town: 'Bruxelles' })?.lines[2]).toBe('B 1000 BRUXELLES')
  expect(of({ ...abroad, postalCode: null, town: 'Dublin' })?.lines[2]).toBe('DUBLIN')
})

test('names of other scripts and of signs stay', () => {
  expect(of({ firstName: 'Ольга', familyName: 'ТЕСТ' })?.lines[0]).toBe('Ольга ТЕСТ')
  expect(of({ firstName: '王伟', familyName: '', address2: null, address3: null })?.lines[0]).toBe('王伟')
  expect(of({ firstName: "'", familyName: "'", address2: null, address3: null })?.lines[0]).toBe("' '")
})

test('whatever the address, no letter and no figure is lost, and no line is too long unless it says so', () => {
  const random = seededRandom(17)
  const words = [
    '12',
    'bis',
    'avenue',
    'de',
    "l'Œuvre",
    'Général',
    'Résidence',
    'ÿ-ß',
    'Saint',
    'x'.repeat(24),
    'n°3',
    'à',
  ]
  const field = () => {
    const chosen = Array.from({ length: random.between(0, 8) }, () => random.pick(words))
    return chosen.join(random.chance(0.25) ? ', ' : ' ')
  }
  for (let round = 0; round < 500; round++) {
    const recipient = {
      ...zoe,
      firstName: field() || 'Zoé',
      familyName: field() || 'TESTUN',
      address1: field() || '1 rue',
      address2: field(),
      address3: field(),
      town: field() || 'Essai',
      ...(round % 2 === 0 ? {} : { countryCode: '109', countryName: 'Allemagne' }),
    }
    const block = addressLines(recipient)
    if (block === null) throw new Error('An address that can be delivered was refused')
    const { firstName, familyName, address1, address2, address3, postalCode, town } = recipient
    const given = [firstName, familyName, address2, address3, address1, postalCode, town]
    if (round % 2 === 1) given.push(recipient.countryName)
    expect(characters(block.lines)).toBe(characters(given.map((one) => one ?? '')))
    expect(block.lines.length).toBeLessThanOrEqual(mostLines + (round % 2))
    expect(block.shrink).toBe(block.lines.some((line) => [...line].length > longestLine))
    for (const line of block.lines.slice(-3)) expect(line).toMatch(/^[A-Z0-9]+( [A-Z0-9]+)*$/)
  }
})

/** Letters and figures in capitals, with every word that may be shortened shortened: what both sides must share. */
function characters(lines: readonly string[]): string {
  return withoutAccents(lines.join(' '))
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => abbreviations.get(word) ?? word)
    .join('')
}
