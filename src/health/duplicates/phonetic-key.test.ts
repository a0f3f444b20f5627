import fc from 'fast-check'
import { expect, test } from 'vitest'
import { phoneticKey, phoneticKeyByTheRule, phoneticKeyOf } from './phonetic-key.ts'

// The vectors of health.md 2.6.
test.for([
  ['MART1', 'MARTIN', 'MARTAIN'],
  ['LEFEVR', 'LEFEVRE', 'LEFEBVRE'],
  ['DUP3', 'DUPOND', 'DUPONT'],
  ['GOTIER', 'GAUTHIER', 'GOTIER'],
  ['RENO', 'RENAUD', 'RENAULT'],
  ['FILI', 'PHILIPPE', 'FILIPE'],
  ['MER', 'MEYER', 'MEIER'],
  ['TEST1', 'TESTUN', 'TESTIN'],
  ['K2T1', 'QUENTIN', 'KENTIN'],
  ['SO', 'ZOE', 'Zoé'],
])('%s', ([key, ...names]) => {
  expect(names.map(phoneticKey)).toEqual(names.map(() => key))
})

test.for([
  ['CATHERINE', 'KATRINE'],
  ['MICHAEL', 'MICKAEL'],
  ['LÆTITIA', 'LŒTITIA'],
])('known to be missed, left to other blocks: %s', ([one, other]) => {
  expect(phoneticKey(one!)).not.toBe(phoneticKey(other!))
})

test('what is too short to be heard stands for itself; digits are not heard', () => {
  expect(['DE', 'HEE', 'O', 'ELISABETH2', '李'].map(phoneticKey)).toEqual(['DE', 'HEE', 'O', 'ELISAB', '李'])
})

test('property: the quick way is the rule', () => {
  const letters = fc.stringMatching(/^[A-Z]{0,14}$/)
  const french = fc
    .array(
      fc.constantFrom(
        ...[
          'SCH',
          'CH',
          'PH',
          'EAU',
          'AU',
          'OU',
          'GN',
          'GU',
          'QU',
          'CK',
          'AIN',
          'EIN',
          'UN',
          'EN',
          'ON',
          'OLT',
        ],
        ...[
          'C',
          'G',
          'E',
          'I',
          'Y',
          'W',
          'BV',
          'LL',
          'R',
          'N',
          'M',
          'T',
          'D',
          'X',
          'S',
          'P',
          'Z',
          'H',
          'A',
          '7',
        ],
      ),
      { maxLength: 7 },
    )
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.oneof(letters, french), (key) => {
      expect(phoneticKeyOf(key)).toBe(phoneticKeyByTheRule(key))
    }),
    { numRuns: 3000 },
  )
})
