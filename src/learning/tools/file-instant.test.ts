import { expect, it } from 'vitest'
import { fileInstants } from './file-instant.ts'

const read = fileInstants('Europe/Paris')
const seconds = (iso: string) => Date.parse(iso) / 1000

it.each([
  ['2026-09-01 08:00:00', '2026-09-01T06:00:00Z'],
  ['2026-12-01 08:00:00', '2026-12-01T07:00:00Z'],
  ['2026-09-01 08:00', '2026-09-01T06:00:00Z'],
  ['2026-09-01T08:00:00Z', '2026-09-01T08:00:00Z'],
  ['2026-09-01', '2026-08-31T22:00:00Z'],
  ['1788249600', '2026-09-01T08:00:00Z'],
  ['2027-03-28 02:30:00', '2027-03-28T01:30:00Z'],
])('%s in Paris is %s', (text, iso) => {
  expect(read(text)).toEqual({ ok: true, at: seconds(iso) })
})

it('0 is no date', () => {
  expect(read('0')).toEqual({ ok: true, at: null })
})

it.each(['01/09/2026', '2026-02-30', '2026-09-01 25:00:00', '2026-9-1', 'demain', '-5', '99999999999999'])(
  '%s is refused',
  (text) => {
    expect(read(text)).toEqual({ ok: false })
  },
)
