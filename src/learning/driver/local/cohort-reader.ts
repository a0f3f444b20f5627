import type pg from 'pg'
import type { CohortIdentity, Reader } from '../reader.ts'
import type { CohortMemberRecord, CohortRecord } from '../records.ts'
import { numericIds } from './numeric-ids.ts'

const cohort = 'id, category_id as "categoryId", name, idnumber, description, component'

const sameIdentity: Readonly<Record<CohortIdentity, string>> = {
  id: 'id = any($1)',
  idnumber: 'idnumber = any($1)',
  name: 'name = any($1)',
}

/** Cohorts and their members. */
export function cohortReader(
  client: pg.PoolClient,
): Pick<Reader, 'cohorts' | 'cohortMembers' | 'membersOfCohorts'> {
  return {
    async cohorts(by, values) {
      if (values.length === 0) return []
      const { rows } = await client.query<CohortRecord>(
        `select ${cohort} from learning.cohort where ${sameIdentity[by]} order by id`,
        [by === 'id' ? numericIds(values) : values],
      )
      return rows
    },
    async cohortMembers(pairs) {
      if (pairs.length === 0) return []
      const { rows } = await client.query<CohortMemberRecord>(
        `select cohort_id as "cohortId", user_id as "userId"
         from learning.cohort_member
         join (select distinct * from unnest($1::bigint[], $2::bigint[]) as asked (cohort_id, user_id)) asked
           using (cohort_id, user_id)`,
        [pairs.map((pair) => pair.cohortId), pairs.map((pair) => pair.userId)],
      )
      return rows
    },
    async membersOfCohorts(cohortIds) {
      if (cohortIds.length === 0) return []
      const { rows } = await client.query<CohortMemberRecord>(
        `select cohort_id as "cohortId", user_id as "userId" from learning.cohort_member where cohort_id = any($1)`,
        [cohortIds],
      )
      return rows
    },
  }
}
