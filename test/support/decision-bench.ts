import type { Batch } from '../../src/batch/define-batch.ts'
import {
  addApplication,
  addDecision,
  addFormation,
  addPerson,
  addScene,
  type Scene,
} from './admissions-scene.ts'
import { testConnections } from './connections.ts'
import { type BatchBench, benchBatch } from './run-of-batch.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

type Values = Readonly<Record<string, unknown>>

/** An application as the tests of decisions look at it. */
export interface SeenApplication {
  readonly accepted: boolean | null
  readonly answeredBy: string | null
  readonly deadline: string | null
  readonly reminded: string | null
  /** Decisions, oldest first: `ADMIS`, `LISTE 2→1` (rank entered, real rank). */
  readonly decisions: readonly string[]
}

/** An office emptied before each test, and the batch under test on a clock that stands at `start`. */
export interface DecisionBench {
  readonly database: TestDatabase
  readonly bench: BatchBench
  scene: Scene
  /** Empties the office. */
  clear(): Promise<void>
  formation(code: string, values?: Values): Promise<number>
  /** Somebody admitted, by `validatedAt`; returns the application. */
  admitted(formationId: number, values?: Values, decision?: Values): Promise<number>
  /** Somebody of the waiting list. */
  waiting(formationId: number, rank: number | null, values?: Values, person?: Values): Promise<number>
  see(applicationId: number): Promise<SeenApplication>
  /** Mails posted: `to subject`, by their order, hidden copies as `(copie) …`. */
  mails(): Promise<string[]>
  stop(): Promise<void>
}

export async function decisionBench<P>(batch: Batch<P>, start: string): Promise<DecisionBench> {
  const database = await createTestDatabase()
  const bench = await benchBatch(database, batch, start, testConnections())
  let people = 0
  const db = database.pool
  const self: DecisionBench = {
    database,
    bench,
    scene: undefined as never,
    async clear() {
      await db.query(
        `truncate admissions.campaign, admissions.dossier_number, admissions.centre, admissions.decision_type,
           outgoing_mail, batch_unit_failure, setting cascade`,
      )
      people = 0
      self.scene = await addScene(db)
      await db.query(
        `update admissions.decision_type set mail_code = 'DECISION_FAVORABLE' where code = 'ADMIS';
         update admissions.mail_template set in_service = true`,
      )
    },
    formation: (code, values = {}) => addFormation(db, self.scene, code, values),
    async admitted(formationId, values = {}, decision = {}) {
      const person = await addPerson(db, self.scene, ++people)
      const id = await addApplication(db, self.scene, person, formationId, values)
      await addDecision(db, id, self.scene.favourableId, decision)
      return id
    },
    async waiting(formationId, rank, values = {}, candidate = {}) {
      const person = await addPerson(db, self.scene, ++people, { candidate })
      const id = await addApplication(db, self.scene, person, formationId, values)
      await addDecision(db, id, self.scene.waitingListId, { rank })
      return id
    },
    async see(applicationId) {
      const { rows } = await db.query<SeenApplication>(
        `select accepted, answered_by as "answeredBy", new_confirm_by::text as deadline,
           reminded_for::text as reminded,
           (select array_agg(concat_ws(' ', type.code, rank || '→' || coalesce(real_rank::text, '')) order by decision.id)
            from admissions.decision join admissions.decision_type type on type.id = type_id
            where application_id = application.id) as decisions
         from admissions.application where id = $1`,
        [applicationId],
      )
      return rows[0]!
    },
    async mails() {
      const { rows } = await db.query<{ mail: string }>(
        `select concat_ws(' ', case when mail ? 'deliverTo' then '(copie)' end, mail -> 'to' ->> 0, mail ->> 'subject') as mail
         from outgoing_mail order by id`,
      )
      return rows.map(({ mail }) => mail)
    },
    async stop() {
      await bench.stop()
      await database.drop()
    },
  }
  return self
}
