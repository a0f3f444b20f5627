import type pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDuplicateScene } from '../../../test/support/duplicate-scene.ts'
import { addMotive } from '../../../test/support/follow-ups.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import type { Database } from '../../platform/database.ts'
import { encryption } from '../../platform/encryption.ts'
import { feedAppointments } from '../appointments/feed-appointments.ts'
import { feedConsultation } from '../consultations/feed-consultation.ts'
import { mergeRecords } from '../duplicates/merge/merge-records.ts'
import { previewMerge } from '../duplicates/merge/preview-merge.ts'
import type { DuplicateRefused } from '../duplicates/refusal.ts'
import { feedFollowUps } from '../follow-ups/feed-follow-ups.ts'
import { attachScan } from '../scan-basket/scan-file.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await addMotive(database)
  await database.pool.query(`insert into appointment_motive (reference, label) values ('DEP', 'Essai')`)
})
afterAll(async () => {
  await database?.drop()
})

const editor = { author: 'testun', address: null }
const now = Temporal.Instant.from('2026-03-02T10:00:00Z')
const keys = encryption([Buffer.alloc(32, 7).toString('base64')])

/** The same database, whose transactions stop after each statement for somebody to try what they like. */
function watched(meanwhile: (statement: string) => Promise<void>): Database {
  const connect = async () => {
    const client = await database.pool.connect()
    const ask = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>
    const asking = async (...given: unknown[]) => {
      const answer = await ask(...given)
      const statement = typeof given[0] === 'string' ? given[0] : (given[0] as { text: string }).text
      await meanwhile(statement)
      return answer
    }
    return new Proxy(client, {
      get: (target, name) => {
        if (name === 'query') return asking
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    }) as pg.PoolClient
  }
  const pool = new Proxy(database.pool, {
    get: (target, name) => {
      if (name === 'connect') return connect
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { ...database, pool } as Database
}

const tables = ['follow_up', 'appointment', 'consultation', 'scan_file', 'record_lock']

type Write = (database: Database, studentId: number) => Promise<unknown>
const writes: Readonly<Record<string, Write>> = {
  'a follow-up': (at, studentId) =>
    feedFollowUps(
      at,
      editor,
      [
        {
          reference: null,
          student: { studentId },
          motive: 'VACCIN',
          dueOn: '2026-03-05',
          letterText: '',
          comment: '',
        },
      ],
      { now: now.toString(), today: '2026-03-02' },
    ),
  'an appointment': (at, studentId) =>
    feedAppointments(
      at,
      editor,
      [
        {
          reference: `R${studentId}`,
          student: { studentId },
          motive: 'DEP',
          startsAt: '2026-04-01T08:00:00Z',
        },
      ],
      now.toString(),
    ),
  'a consultation': (at, studentId) =>
    feedConsultation({ database: at, encryption: keys, editor, now }, `C${studentId}`, {
      studentId,
      practitioner: 'testun',
      openedAt: now,
      closedAt: now,
    }),
  'a scanned document': async (at, studentId) => {
    const { rows } = await database.pool.query<{ id: number }>(
      `insert into scan_file (owner, storage_key, name, media_type, bytes, sha256)
       values ('testun', $1, 'essai.pdf', 'application/pdf', 1, 'x') returning id`,
      [`key${studentId}`],
    )
    return await attachScan({ database: at, editor, now, id: rows[0]!.id, concerns: () => true }, studentId)
  },
}

test.each(Object.keys(writes).flatMap((what) => [1, 2, 3, 4, 5].map((step) => ({ what, step }))))(
  '$what never lands in a record that is merged away after statement $step',
  async ({ what, step }) => {
    const { kept, absorbed } = await addDuplicateScene(database)
    const request = { keptId: kept, absorbedId: absorbed, values: {} }
    const { fingerprint } = await previewMerge(database.pool, request)
    let merged = false
    let statements = 0
    const tryToMerge = async (statement: string) => {
      if (merged || ++statements < step || /^(commit|rollback)$/i.test(statement)) return
      const around = { database, encryption: keys, now: now.toString(), patienceMs: 0 }
      try {
        await mergeRecords(around, editor, { ...request, fingerprint })
        merged = true
      } catch (error) {
        // Whoever writes has their turn; the merge has its own afterwards.
        expect((error as DuplicateRefused).code).toBe('RECORD_BUSY')
      }
    }
    await writes[what]!(watched(tryToMerge), absorbed)
    for (const table of tables) {
      const { rows } = await database.pool.query(
        `select student_id from ${table} join student on student.id = student_id where merged_into is not null`,
      )
      expect(rows, table).toEqual([])
    }
  },
)
