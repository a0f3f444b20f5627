import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { applications } from '../src/applications.ts'
import { describeDetail } from '../src/batch/detail-words.ts'
import { parseSchedule } from '../src/batch/schedule/parse-schedule.ts'
import { describeSchedule } from '../src/batch/schedule/wording.ts'
import { neverRan, pastDetail } from '../src/cli/demo/past-details.ts'
import { page } from './support/learning-docs.ts'

// Whoever plans the health service's batches reads docs/health-batches.md: it says what their definitions say.

const sections = new Map(
  page('docs/health-batches.md')
    .split(/^### /m)
    .slice(1)
    .map((section) => [/^`(\w+)`/.exec(section)![1]!, section.split(/^## /m)[0]!]),
)
/** Those that people launch with a file have pages of their own. */
const batches = applications
  .flatMap(({ code, batches }) => batches.map((batch) => ({ ...batch, application: code })))
  .filter(
    ({ code, application, schedule }) => code === 'CLEAN' || (application === 'health' && schedule !== null),
  )

test('it tells of the fourteen, and of no other', () => {
  expect(batches).toHaveLength(14)
  expect([...sections.keys()].sort()).toEqual(batches.map(({ code }) => code).sort())
})

describe.each(batches)('docs/health-batches.md on $code', (batch) => {
  const section = sections.get(batch.code)!
  const words = section.replaceAll(/\s+/g, ' ')

  test('label, plan and whether it is in service', () => {
    expect(section.split('\n')[0]).toBe(`\`${batch.code}\` — ${batch.label.fr}`)
    const now = Temporal.Instant.from('2026-03-01T00:00:00Z')
    const parsed = parseSchedule(batch.schedule, { now, zone: 'Europe/Paris' })
    if (!parsed.ok) throw new Error('not a schedule')
    expect(words).toContain(`${describeSchedule(parsed.schedule, 'en')}. `)
    expect(words).toContain(batch.enabled ? 'In service as delivered.' : 'Out of service until')
    expect(/typed/.test(words)).toBe(batch.danger !== undefined)
  })

  test('parameters and their defaults', () => {
    const told = [...section.matchAll(/^\| `(\w+)` \| `(.*?)` \|/gm)].map(([, name, value]) => [name, value])
    const schema = batch.parameters as z.ZodType | undefined
    const defaults = Object.entries((schema?.parse({}) ?? {}) as Record<string, unknown>)
    expect(told).toEqual(defaults.map(([name, value]) => [name, JSON.stringify(value)]))
  })

  test('which parameters are an administrator’s', () => {
    const starred = [...section.matchAll(/^\| `(\w+)` .* ★ \|$/gm)].map(([, name]) => name!)
    expect(starred.sort()).toEqual([...(batch.reserved ?? [])].sort())
  })

  test('figures', () => {
    const told = /Figures: ([^.]*)\./.exec(words)![1]!.match(/(?<=`)\w+(?=`)/g)!
    for (const name of told) expect(describeDetail({ [name]: 1 }, 'en'), name).not.toContain(name)
    const night = {
      chance: 1,
      started: Temporal.Instant.from('2026-03-05T00:15:00Z'),
      timeZone: 'Europe/Paris',
    }
    if (!neverRan.has(batch.code))
      expect(told).toEqual(expect.arrayContaining(Object.keys(pastDetail(batch.code, night))))
  })
})
