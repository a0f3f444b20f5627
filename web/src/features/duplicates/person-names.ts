import type { DuplicateGroup, ReviewedRecord } from './calls/groups-query.ts'

/** `TESTUN Zoé` */
export function recordName(record: ReviewedRecord): string {
  return [...record.values.familyName, ...record.values.firstName].join(' ')
}

/** The different names of a group, each once: `TESTUN Zoé, TESTUN Zoe`. */
export function namesOf(names: readonly string[]): string {
  return [...new Set(names)].join(', ')
}

export function groupNames(group: DuplicateGroup): string {
  return namesOf(group.records.map(({ familyName, firstName }) => `${familyName} ${firstName}`))
}
