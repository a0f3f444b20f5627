import { expect, test } from 'vitest'
import { describeHold, guardVerdict, holdReasons, movedFigures } from './guard.ts'
import { emptyTally } from './line-outcome.ts'

const limits = { rejectedShare: 0.3, changedShare: 0.5, deletedShare: 0, minimumLines: 100 }
const tally = (counts: Partial<ReturnType<typeof emptyTally>>) => ({ ...emptyTally(), ...counts })

test('a plan within its limits goes through, one line more is held', () => {
  expect(holdReasons(tally({ lines: 1000, created: 700, rejected: 300 }), limits)).toEqual([])
  expect(holdReasons(tally({ lines: 1000, created: 699, rejected: 301 }), limits)).toEqual([
    { kind: 'limit', figure: 'rejected', lines: 301, limit: 0.3, share: 0.301 },
  ])
})

test('partial lines change records too', () => {
  const held = holdReasons(tally({ lines: 100, updated: 50, partial: 1, unchanged: 49 }), limits)
  expect(held.map((reason) => [reason.figure, reason.lines])).toEqual([['changed', 51]])
})

test('a small file is never held, nor one that would write nothing', () => {
  expect(holdReasons(tally({ lines: 99, updated: 99 }), limits)).toEqual([])
  expect(holdReasons(tally({ lines: 1000, rejected: 1000 }), limits)).toEqual([])
})

test('what was approved is applied as it was approved: any other figure is said', () => {
  const figures = { created: 1, updated: 2, partial: 0, deleted: 0, rejected: 3 }
  const approved = { figures, by: 'approval' } as const
  expect(movedFigures(tally({ created: 1, updated: 2, rejected: 3 }), approved)).toEqual([])
  expect(movedFigures(tally({ created: 2, updated: 2, rejected: 3 }), approved)).toEqual([
    { kind: 'moved', figure: 'created', approved: 1, lines: 2, since: 'approval' },
  ])
})

test('reasons are worded in French and English', () => {
  const [reason] = holdReasons(tally({ lines: 1000, created: 600, rejected: 400 }), limits)
  expect(describeHold(reason!, 'fr')).toBe('400 lignes rejetées (40\u00a0%, limite 30\u00a0%)')
  expect(describeHold(reason!, 'en')).toBe('400 lines rejected (40%, limit 30%)')
})

test('what a simulation showed and what the limits allow are both asked for', () => {
  const seen = {
    figures: { created: 1, updated: 0, partial: 0, deleted: 0, rejected: 400 },
    by: 'simulation',
  } as const
  const reasons = guardVerdict(tally({ lines: 1000, created: 600, rejected: 400 }), { limits, seen })
  expect(reasons.map((reason) => describeHold(reason, 'fr'))).toEqual([
    '600 dossiers créés au lieu de 1 dans la simulation : la base a changé entre-temps',
    '400 lignes rejetées (40\u00a0%, limite 30\u00a0%)',
  ])
  expect(guardVerdict(tally({ lines: 1000, created: 600, rejected: 400 }), null)).toEqual([])
})
