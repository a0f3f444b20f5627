import { expect, test } from 'vitest'
import { faultCauses } from './fault-causes.ts'

const sample = (line: number) => ({ line, message: `message ${line}` })
const fault = (severity: 'error' | 'warning', code: string, column: string | null, ...lines: number[]) => ({
  severity,
  code,
  column,
  count: lines.length,
  samples: lines.slice(0, 3).map(sample),
  advice: null,
})

test('one cause a code: counts add up, columns are told apart, errors come first', () => {
  const causes = faultCauses([
    fault('warning', 'W_CODE', 'BAC', 1, 2, 3, 4),
    fault('error', 'E_ABSENT', 'NOM', 7, 9),
    fault('error', 'E_CLES', null, 5, 6, 8),
    fault('error', 'E_ABSENT', 'SEXE', 12, 13),
  ])
  expect(causes.map(({ code, count, columns }) => [code, count, columns])).toEqual([
    [
      'E_ABSENT',
      4,
      [
        { column: 'NOM', count: 2 },
        { column: 'SEXE', count: 2 },
      ],
    ],
    ['E_CLES', 3, []],
    ['W_CODE', 4, [{ column: 'BAC', count: 4 }]],
  ])
})

test('three samples, of as many columns as possible, in the order of the file', () => {
  const [cause] = faultCauses([
    fault('error', 'E_ABSENT', 'NOM', 7, 9, 11),
    fault('error', 'E_ABSENT', 'SEXE', 2),
  ])
  expect(cause!.samples.map(({ line }) => line)).toEqual([2, 7, 9])
})
