import { describe, expect, test } from 'vitest'
import type { OpiCandidate } from '../record/candidate.ts'
import { cleanPhone, cleanValue } from './clean-value.ts'
import { dayColumns } from './day-columns.ts'
import { type DayRow, planDay } from './plan-day.ts'

const candidate = {
  dossierNo: 'T0000001',
  birthName: 'TESTUN',
  firstName: 'Zoé',
  bornOn: '2005-03-14',
  mail: 'testun@example.org',
  mobile: '+33600000001',
  addressLine1: '1 rue des Essais',
  postcode: '75001',
  bac: null,
} as unknown as OpiCandidate

const options = { prefix: 'EC', currentYear: 2026, day: '2026-05-04', period: '2026', contestYear: '2026' }

function row(applicationId: number, given: Partial<DayRow> = {}): DayRow {
  return {
    applicationId,
    state: 'to-pour',
    wanted: 'pour',
    confirmed: true,
    aside: false,
    later: false,
    fileDay: null,
    formation: { code: `F${applicationId}`, pegase: `P${applicationId}` },
    ...given,
  } as DayRow
}

const marksOf = (rows: DayRow[], given: Partial<OpiCandidate> = {}) =>
  [...planDay({ ...candidate, ...given }, rows, options).marks].map(([id, mark]) => [
    id,
    mark.kind === 'error' ? mark.obstacle.cause : mark.kind,
  ])

test('57: separators, quotes, line ends and what begins a formula never reach a file', () => {
  expect(
    ['a;b', 'a"b"', 'a\r\nb', '=1+1', ' -+@x', '＝x', 'a\u2028b', 'd’Œuvre-Zoé'].map(cleanValue),
  ).toEqual(['a b', 'a b', 'a b', '1+1', 'x', 'x', 'a b', 'd’Œuvre-Zoé'])
  expect(cleanPhone('+33 6;00')).toBe('0033 6 00')
})

describe('what the files of a day say', () => {
  test('one line of candidat and inscription, a line of candidature for each wish', () => {
    const { lines } = planDay(candidate, [row(1), row(2)], options)
    expect(lines.candidat).toHaveLength(1)
    const value = (column: string) => lines.candidat[0]![dayColumns.candidat.indexOf(column)]
    expect([value('numero_candidat'), value('date_naissance'), value('numero_telephone1')]).toEqual([
      'ECT0000001',
      '14/03/2005',
      '0033600000001',
    ])
    expect([value('adresse_ligne1_etage'), value('adresse_ligne3_voie')]).toEqual(['', '1 rue des Essais'])
    expect(lines.candidature.map((values) => values[4])).toEqual(['P1', 'P2'])
    expect(lines.inscription[0]!.slice(23, 31)).toEqual([
      'EC',
      '2026',
      'P1',
      '2026',
      'EC',
      '2026',
      'P2',
      '2026',
    ])
    for (const [kind, list] of Object.entries(lines))
      for (const values of list) expect(values).toHaveLength(dayColumns[kind as 'candidat'].length)
  })

  test('56: of six wishes the sixth is refused; those poured before keep their places', () => {
    const rows = [1, 2, 3, 4, 5, 6].map((n) => row(n, n === 6 ? { state: 'poured' } : {}))
    const plan = planDay(candidate, rows, options)
    expect(plan.lines.candidature).toHaveLength(5)
    expect(marksOf(rows)).toEqual([
      [1, 'poured'],
      [2, 'poured'],
      [3, 'poured'],
      [4, 'poured'],
      [5, 'too-many-wishes'],
    ])
  })

  test('what stands in the way of a candidate leaves what was poured in the file', () => {
    const rows = [row(1, { state: 'poured' }), row(2), row(3, { state: 'error', later: true })]
    const bac = { year: 2027 } as OpiCandidate['bac']
    expect(marksOf(rows, { bac })).toEqual([[2, 'bac-year']])
    expect(planDay({ ...candidate, bac }, rows, options).lines.candidature).toHaveLength(1)
    expect(marksOf([row(1)], { addressLine1: ' ', postcode: null })).toEqual([[1, 'no-address']])
    const bare = row(1)
    expect(marksOf([{ ...bare, formation: { ...bare.formation, pegase: null } }])).toEqual([
      [1, 'no-pegase-code'],
    ])
  })

  test('a withdrawal leaves the files and enters the list, unless another application wants the same wish', () => {
    const gone = row(1, { state: 'to-withdraw', wanted: 'withdraw' })
    const plan = planDay(candidate, [gone], options)
    expect([plan.lines.candidat, plan.lines.inscription]).toEqual([[], []])
    expect(plan.lines.retraits.map((values) => values.slice(5))).toEqual([['P1', '2026', 'F1']])
    const twin = row(2)
    const both = planDay(
      candidate,
      [gone, { ...twin, formation: { ...twin.formation, pegase: 'P1' } }],
      options,
    )
    expect(both.lines.retraits).toEqual([])
    // Of this day: still listed when the files are written again. Of another: told already.
    const told = (fileDay: string) => row(1, { state: 'withdrawn', wanted: 'withdraw', fileDay })
    expect(planDay(candidate, [told('2026-05-04')], options).lines.retraits).toHaveLength(1)
    expect(planDay(candidate, [told('2026-05-03')], options).lines.retraits).toHaveLength(0)
  })
})
