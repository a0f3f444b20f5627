import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { confirmationDeadline, confirmationDeadlineSql } from './confirmation-deadline.ts'

const validatedAt = Temporal.Instant.from('2026-05-01T22:30:00Z')
const none = { newConfirmBy: null, confirmDays: null, confirmBy: null, validatedAt }

test('69: the individual date, else the delay, else the fixed date, else none', () => {
  const given = { ...none, confirmBy: '2026-06-30' }
  expect(confirmationDeadline(none, 'Europe/Paris')).toBeNull()
  expect(confirmationDeadline(given, 'Europe/Paris')).toBe('2026-06-30')
  expect(confirmationDeadline({ ...given, confirmDays: 10 }, 'UTC')).toBe('2026-05-11')
  expect(confirmationDeadline({ ...given, confirmDays: 10, newConfirmBy: '2026-07-14' }, 'UTC')).toBe(
    '2026-07-14',
  )
})

test('the delay begins on the day of the establishment, not of Greenwich', () => {
  expect(confirmationDeadline({ ...none, confirmDays: 0 }, 'Europe/Paris')).toBe('2026-05-02')
  expect(confirmationDeadline({ ...none, confirmDays: 0 }, 'America/Martinique')).toBe('2026-05-01')
})

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  await database?.drop()
})

test('the SQL expression gives what the function gives', async () => {
  const date = fc
    .date({ min: new Date('2025-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
    .map((value) => value.toISOString())
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
  const day = date.map((value) => value.slice(0, 10))
  const fact = fc.record({
    newConfirmBy: maybe(day),
    confirmDays: maybe(fc.integer({ min: 0, max: 365 })),
    confirmBy: maybe(day),
    validatedAt: maybe(date),
  })
  const zone = fc.constantFrom('Europe/Paris', 'Pacific/Noumea', 'America/Martinique', 'UTC')
  await fc.assert(
    fc.asyncProperty(fc.array(fact, { minLength: 200, maxLength: 300 }), zone, async (facts, timeZone) => {
      const deadline = confirmationDeadlineSql({
        application: 'fact',
        formation: 'fact',
        decision: 'fact',
        timeZone: '$2::text',
      })
      const { rows } = await database.pool.query<{ deadline: string | null }>(
        `select (${deadline})::text as deadline
         from jsonb_to_recordset($1) as fact
           (at int, new_confirm_by date, confirm_days int, confirm_by date, validated_at timestamptz)
         order by at`,
        [
          JSON.stringify(
            facts.map((one, at) => ({
              at,
              new_confirm_by: one.newConfirmBy,
              confirm_days: one.confirmDays,
              confirm_by: one.confirmBy,
              validated_at: one.validatedAt,
            })),
          ),
          timeZone,
        ],
      )
      expect(rows.map((row) => row.deadline)).toEqual(
        facts.map((one) =>
          confirmationDeadline(
            { ...one, validatedAt: one.validatedAt === null ? null : Temporal.Instant.from(one.validatedAt) },
            timeZone,
          ),
        ),
      )
    }),
    { numRuns: 12 },
  )
})
