import type pg from 'pg'
import type { Reader } from '../reader.ts'

/** Cohorts and their members. */
export function cohortReader(
  _client: pg.PoolClient,
): Pick<Reader, 'cohorts' | 'cohortMembers' | 'membersOfCohorts'> {
  return {
    cohorts: () => Promise.reject(new Error('not yet')),
    cohortMembers: () => Promise.reject(new Error('not yet')),
    membersOfCohorts: () => Promise.reject(new Error('not yet')),
  }
}
