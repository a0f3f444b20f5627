import type pg from 'pg'
import type { Reader } from '../reader.ts'

/** Groups, groupings and who is in them. */
export function groupReader(
  _client: pg.PoolClient,
): Pick<Reader, 'groups' | 'groupings' | 'groupingGroups' | 'memberships' | 'emptyGroups'> {
  return {
    groups: () => Promise.reject(new Error('not yet')),
    groupings: () => Promise.reject(new Error('not yet')),
    groupingGroups: () => Promise.reject(new Error('not yet')),
    memberships: () => Promise.reject(new Error('not yet')),
    emptyGroups: () => Promise.reject(new Error('not yet')),
  }
}
