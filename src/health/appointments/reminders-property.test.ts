import { afterAll, beforeAll, expect, test } from 'vitest'
import { appointmentScene, reminderRuns } from '../../../test/support/appointments.ts'
import { type SeededRandom, seededRandom } from '../../../test/support/seeded-random.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import type { Mail, Mailer } from '../../platform/mail.ts'
import { SendError } from '../../platform/send-failure.ts'

// Whatever crashes, edits, silences and runs follow each other: nobody is reminded twice of one time, and whom a run
// that went well could remind has been reminded.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database?.drop())

const monday = '2026-03-09T06:30:00Z'
const hour = 3_600_000

/** The process has died: the run sees nothing any more. */
class Crash extends Error {}

/** A mail server and a process, either of which may fail at any mail. */
function chancyMailer(random: SeededRandom, delivered: string[]) {
  let troubles = true
  let down = false
  const mailer: Mailer = {
    configured: true,
    from: 'nocturne@example.org',
    async send(mail: Mail) {
      const smtp = (code: string, more: object = {}, handedOver = false) =>
        new SendError(Object.assign(new Error(code), { code, ...more }), handedOver)
      if (troubles && down) throw smtp('ESOCKET', { command: 'CONN' })
      const chance = troubles ? random.between(1, 12) : 12
      if (chance === 1) throw new Crash()
      if (chance === 2) throw smtp('ESOCKET', { command: 'CONN' })
      if (chance === 3) throw smtp('EENVELOPE', { command: 'RCPT TO', responseCode: 450 })
      delivered.push(mail.messageId!)
      // Taken, and nobody hears of it.
      if (chance === 4) throw smtp('ECONNECTION', { command: 'CONN' }, true)
      if (chance === 5) throw new Crash()
    },
    verify: async () => {},
    close() {},
  }
  return {
    mailer,
    /** For the whole of the next run, or not. */
    wake() {
      down = random.chance(0.35)
    },
    calm() {
      troubles = false
    },
  }
}

test.each(Array.from({ length: 10 }, (_, seed) => seed + 1))('interleaving %i', async (seed) => {
  const random = seededRandom(seed)
  const scene = appointmentScene(database)
  await scene.empty()
  const delivered: string[] = []
  const { mailer, wake, calm } = chancyMailer(random, delivered)
  const runs = reminderRuns(database, monday, dying(mailer))
  const motive = await scene.motive({ days: 3 })
  const ids: number[] = []
  for (let n = 0; n < 5; n++)
    ids.push(
      await scene.appointment({
        student: await scene.student(`testun${n}@example.org`),
        motive,
        startsAt: at(monday, random.between(3, 60)),
      }),
    )
  const alter = (id: number, what: string) =>
    database.pool.query(`update appointment set ${what} where id = $1`, [id])

  for (let step = 0; step < 20; step++)
    switch (random.between(1, 6)) {
      case 1:
        // One of few times, so that appointments come back to where they were.
        await alter(random.pick(ids), `starts_at = '${at(monday, random.pick([20, 40, 60]))}'`)
        break
      case 2:
        await alter(random.pick(ids), `state = '${random.pick(['cancelled', 'confirmed'])}'`)
        break
      case 3:
        await database.pool.query('update appointment_motive set reminder_days = $1', [random.between(2, 7)])
        break
      case 4:
        runs.clock.advanceTo(at(runs.clock.now().toString(), random.between(1, 3)))
        break
      default:
        wake()
        await attempt(runs.run())
    }
  calm()
  await runs.run()

  expect(delivered.length).toBe(new Set(delivered).size)
  // Of those that could be reminded now, each has been, or may have been.
  const { rows } = await database.pool.query<{ id: number; state: string | null }>(
    `select appointment.id, reminder.state
     from appointment join appointment_motive motive on motive.id = motive_id
     left join appointment_reminder reminder
       on reminder.appointment_id = appointment.id and reminder.for_start = starts_at
     where appointment.state = 'confirmed' and starts_at > $1 and (starts_at at time zone 'Europe/Paris')::date <= $2::date + reminder_days`,
    [
      at(runs.clock.now().toString(), 2),
      runs.clock.now().toZonedDateTimeISO('Europe/Paris').toPlainDate().toString(),
    ],
  )
  expect(rows.filter(({ state }) => !['sent', 'unknown', 'failed'].includes(state ?? ''))).toEqual([])
})

/** A crash takes the run with it: it neither writes nor returns. */
function dying(mailer: Mailer): Mailer {
  return {
    ...mailer,
    async send(mail) {
      try {
        await mailer.send(mail)
      } catch (error) {
        if (!(error instanceof Crash)) throw error
        crashed?.()
        await new Promise(() => {})
      }
    },
  }
}

let crashed: (() => void) | null = null

async function attempt(run: Promise<unknown>): Promise<void> {
  await Promise.race([
    run.catch(() => {}),
    new Promise<void>((resolve) => {
      crashed = resolve
    }),
  ])
}

function at(from: string, hours: number): string {
  return new Date(Date.parse(from) + hours * hour).toISOString()
}
