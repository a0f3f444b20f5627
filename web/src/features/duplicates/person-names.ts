import type { DuplicateGroup, ReviewedRecord } from './calls/groups-query.ts'

/** `14/03/2005` from `2005-03-14`: a civil date has no zone. */
export function civilDate(date: string): string {
  const [year, month, day] = date.split('-')
  return `${day}/${month}/${year}`
}

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
