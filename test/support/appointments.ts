import { Temporal } from 'temporal-polyfill'
import type { RunContext } from '../../src/batch/run-context.ts'
import { type ReminderDetail, sendReminders } from '../../src/health/appointments/send-reminders.ts'
import { appointmentSettings } from '../../src/health/appointments/settings.ts'
import { type ManualClock, manualClock } from '../../src/platform/clock.ts'
import { transaction } from '../../src/platform/database.ts'
import type { Mailer } from '../../src/platform/mail.ts'
import { settingsStore } from '../../src/platform/settings.ts'
import type { TestDatabase } from './test-database.ts'

/** Fictional people with appointments, and runs of RAPPEL_RDV over them. */
export interface AppointmentScene {
  /** Adds a student; `email` null for none. */
  student(email: string | null, mergedInto?: number): Promise<number>
  /** A motive with a reminder, two days ahead unless said otherwise. */
  motive(values?: { active?: boolean; reminder?: boolean; days?: number; body?: string }): Promise<number>
  appointment(values: {
    student: number
    motive: number
    startsAt: string
    state?: string
    takenAt?: string
    reference?: string
  }): Promise<number>
  /** Every reminder as « appointment start state attempts », oldest first. */
  reminders(): Promise<string[]>
  empty(): Promise<void>
}

export function appointmentScene({ pool }: TestDatabase): AppointmentScene {
  const id = async (sql: string, values: unknown[]) =>
    (await pool.query<{ id: number }>(sql, values)).rows[0]!.id
  let motives = 0
  return {
    student: (email, mergedInto) =>
      id(
        `insert into student (family_name, first_name, name_key, first_name_key, sex, birth_date, nationality_code,
                              email, merged_into)
         values ('TESTUN', 'ZOÉ', 'TESTUN', 'ZOE', 'F', '2005-03-14', '100', $1, $2) returning id`,
        [email, mergedInto ?? null],
      ),
    motive: ({ active = true, reminder = true, days = 2, body } = {}) =>
      id(
        `insert into appointment_motive (label, active, reminder_active, reminder_days, mail_body)
         values ($1, $2, $3, $4, $5) returning id`,
        [`Dépistage ${++motives}`, active, reminder, days, body ?? null],
      ),
    appointment: ({ student, motive, startsAt, state = 'confirmed', takenAt, reference }) =>
      id(
        `insert into appointment (student_id, motive_id, starts_at, state, taken_at, reference)
         values ($1, $2, $3, $4, $5, $6) returning id`,
        [student, motive, startsAt, state, takenAt ?? '2026-01-01T00:00:00Z', reference ?? null],
      ),
    async reminders() {
      const { rows } = await pool.query<{ line: string }>(
        `select concat_ws(' ', appointment_id,
                  to_char(for_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI'), state, attempts) as line
         from appointment_reminder order by id`,
      )
      return rows.map(({ line }) => line)
    },
    async empty() {
      await pool.query(
        `truncate appointment_reminder, appointment, appointment_motive restart identity;
         delete from student; delete from setting`,
      )
    },
  }
}

export interface ReminderRuns {
  /** Runs RAPPEL_RDV; where it waits for the clock, the clock comes to it. */
  run(options?: { perMinute?: number; signal?: AbortSignal; mail?: Mailer }): Promise<ReminderDetail>
  readonly clock: ManualClock
  /** Instants for which runs have waited. */
  readonly waits: readonly string[]
  readonly lines: readonly string[]
}

/** Runs without an engine, each with the next number, on a clock that jumps to whatever a run waits for. */
export function reminderRuns(
  database: TestDatabase,
  start: string,
  usualMail: Mailer,
  timeZone = 'Europe/Paris',
): ReminderRuns {
  const clock = manualClock(start)
  const waits: string[] = []
  const lines: string[] = []
  let runId = 0
  const jumping = {
    now: () => clock.now(),
    at(instant: Temporal.Instant, action: () => void) {
      waits.push(instant.toString())
      const forget = clock.at(instant, action)
      queueMicrotask(() => {
        if (Temporal.Instant.compare(instant, clock.now()) > 0) clock.advanceTo(instant)
      })
      return forget
    },
  }
  return {
    clock,
    waits,
    lines,
    async run({ perMinute = 60, signal, mail = usualMail } = {}) {
      const note = (line: string) => void lines.push(line)
      const context: RunContext<{ par_minute: number }> = {
        run: { id: ++runId, code: 'RAPPEL_RDV', trigger: 'manual', dueAt: null, requestedBy: 'test' },
        parameters: { par_minute: perMinute },
        database,
        transaction: (work) => transaction(database.pool, work),
        log: { info: note, warn: note, error: note },
        progress() {},
        signal: signal ?? new AbortController().signal,
        files: { directory: async () => '', add: async () => {} },
        mail,
        settings: settingsStore(database, appointmentSettings),
        clock: jumping,
        place: { timeZone, dataDirectory: '' },
      }
      return await sendReminders(context)
    },
  }
}
