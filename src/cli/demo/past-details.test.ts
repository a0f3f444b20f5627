import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { describeDetail } from '../../batch/detail-words.ts'
import { healthApplication as health } from '../../health/application.ts'
import { neverRan, pastDetail } from './past-details.ts'

const night = { chance: 7, started: Temporal.Instant.from('2026-03-05T00:15:00Z'), timeZone: 'Europe/Paris' }

/** Of admissions, the plans of the demonstration: all others have no day. */
const plannedAdmissions = ['BATCH_SYNCHRO_SISCOL', 'BATCH_DEMO']

test('the invented past of every planned batch has figures, all of them in words', () => {
  const planned = [
    ...health.batches.filter(({ schedule }) => schedule !== null).map(({ code }) => code),
    ...plannedAdmissions,
  ]
  expect(planned.filter((code) => neverRan.has(code)).sort()).toEqual([...neverRan].sort())
  for (const code of planned.filter((one) => !neverRan.has(one))) {
    const detail = pastDetail(code, night)
    expect(Object.keys(detail).length, code).toBeGreaterThan(2)
    expect(describeDetail(detail, 'fr'), code).not.toMatch(/(^|, )[a-z]+_/)
  }
  expect(pastDetail('LIS_REL', night).fichier).toBe('LIS_REL_20260305_011500.csv')
})
