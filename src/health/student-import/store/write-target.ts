import type pg from 'pg'

/**
 * Where the plan of an import is written. A real import writes into the tables themselves, inside its one
 * transaction: nobody sees a row before the commit. A simulation writes the same rows into temporary tables, so
 * that later lines of the file meet what earlier ones would have made, and no row of the base is touched.
 */
export interface WriteTarget {
  readonly simulation: boolean
  /** Tables that hold students, the version to believe last. */
  readonly studentTables: readonly string[]
  readonly enrolmentTables: readonly string[]
  /** All of them hold. */
  readonly aliasTables: readonly string[]
}

export const realTables: WriteTarget = {
  simulation: false,
  studentTables: ['student'],
  enrolmentTables: ['enrolment'],
  aliasTables: ['student_ine_alias'],
}

/** Makes the temporary tables of a simulation on this connection; they go with its transaction. */
export async function plannedTables(client: pg.PoolClient): Promise<WriteTarget> {
  await client.query(`
    create temporary table planned_student (like student including defaults including indexes) on commit drop;
    create temporary table planned_enrolment (like enrolment including defaults including indexes) on commit drop;
    create temporary table planned_ine_alias (student_id bigint, ine text) on commit drop;
    create index on planned_ine_alias (student_id);
    create index on planned_ine_alias (left(ine, 10))`)
  return {
    simulation: true,
    studentTables: ['student', 'planned_student'],
    enrolmentTables: ['enrolment', 'planned_enrolment'],
    aliasTables: ['student_ine_alias', 'planned_ine_alias'],
  }
}
