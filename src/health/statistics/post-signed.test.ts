import { expect, test } from 'vitest'
import { receiptOf } from './post-signed.ts'

test.each([
  ['{"receipt": "R-1"}', 'R-1'],
  ['{"receipt": "R\\u0000-1\\n2026-03-02 - ERREUR - faux"}', 'R -1 2026-03-02 - ERREUR - faux'],
  ['{"receipt": "\\ud800"}', null],
  ['{"receipt": {"x": 1}}', null],
  ['{"receipt": ""}', null],
  ['<html>', null],
])('the receipt of %s is kept as %j', (answer, kept) => {
  expect(receiptOf(answer)).toBe(kept)
  expect(receiptOf(JSON.stringify({ receipt: 'x'.repeat(500) }))).toHaveLength(200)
})
