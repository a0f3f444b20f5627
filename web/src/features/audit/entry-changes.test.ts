import { expect, test } from 'vitest'
import { changesIn } from './entry-changes.ts'

test('changes by field stand beside what else the entry tells', () => {
  const detail = { login: 'atestun', changes: { email: { from: null, to: 'a@example.org' } } }
  expect(changesIn(detail)).toEqual({
    changes: [{ field: 'email', before: null, after: 'a@example.org' }],
    others: [['login', 'atestun']],
  })
})

test('of two whole records, only what differs is a change', () => {
  const detail = { before: { time: '05:00', enabled: true }, after: { time: '06:00', enabled: true } }
  expect(changesIn(detail)).toEqual({
    changes: [{ field: 'time', before: '05:00', after: '06:00' }],
    others: [],
  })
})

test('the filters of a search of the log are no change', () => {
  const detail = { actor: 'atestun', from: '2026-11-20T23:00:00Z', to: '2026-11-21T23:00:00Z' }
  expect(changesIn(detail)).toEqual({ changes: [], others: Object.entries(detail) })
})
