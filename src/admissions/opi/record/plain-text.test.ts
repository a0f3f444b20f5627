import { expect, test } from 'vitest'
import { plainCapitals } from './plain-text.ts'

test.each([
  ['Zoé', 'ZOE'],
  ['d’Œuvre', "D'OEUVRE"],
  ['  Jean\u00a0–  Noël ', 'JEAN - NOEL'],
  ['Straße', 'STRASSE'],
  ['Łukasz Ørsted', 'LUKASZ ORSTED'],
  ['İpek ﬁn', 'IPEK FIN'],
  ["O'Brien", "O'BRIEN"],
  ['A\u200bB\nC', 'A B C'],
])('54: %s is written %s', (text, plain) => expect(plainCapitals(text)).toBe(plain))

test.each(['تجربة', 'Ζωή', '张', 'Zoé 张', '🙂'])('54: %s cannot be written', (text) =>
  expect(plainCapitals(text)).toBeNull(),
)
