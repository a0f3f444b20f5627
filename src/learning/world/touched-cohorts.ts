import type { Operation } from '../driver/operation.ts'
import type { Reader } from '../driver/reader.ts'
import type { CohortRecord, Id, MethodRecord } from '../driver/records.ts'

/**
 * Which cohorts a file's applied lines have created, changed, fed or emptied: the courses bound to them follow, and some
 * tools delete those left without members.
 */
export interface TouchedCohorts {
  /** Operations of one chunk, once they are certain; `bindings`: those of the cohorts that it deletes. */
  note(operations: readonly Operation[], bindings: readonly MethodRecord[]): void
  /** Those that are still there. */
  records(read: Reader): Promise<readonly CohortRecord[]>
  /** Courses whose participants depend on them. */
  courseIds(read: Reader): Promise<readonly Id[]>
  save(): unknown
  /** Forgets what it knew for what was saved. */
  restore(saved: unknown): void
}

interface Saved {
  readonly ids: readonly Id[]
  readonly idnumbers: readonly string[]
  readonly names: readonly string[]
  readonly courses: readonly Id[]
}

export function touchedCohorts(): TouchedCohorts {
  const ids = new Set<Id>()
  // What a file creates has no known identifier here: it is found again by what names it.
  const idnumbers = new Set<string>()
  const names = new Set<string>()
  const courses = new Set<Id>()

  const records = async (read: Reader): Promise<readonly CohortRecord[]> => {
    const found = new Map<Id, CohortRecord>()
    const put = (cohort: CohortRecord) => found.set(cohort.id, cohort)
    for (const cohort of await read.cohorts('id', [...ids].map(String))) put(cohort)
    for (const cohort of await read.cohorts('idnumber', [...idnumbers])) put(cohort)
    // Names may repeat: the newest is the one that this file created.
    const named = Map.groupBy(await read.cohorts('name', [...names]), (cohort) => cohort.name)
    for (const group of named.values())
      put(group.reduce((newest, one) => (one.id > newest.id ? one : newest)))
    return [...found.values()]
  }

  return {
    note(operations, bindings) {
      const created = new Map<Id, { name: string; idnumber: string | null }>()
      for (const operation of operations) {
        if (operation.kind === 'create-cohort') created.set(operation.id, operation)
        else if (operation.kind === 'update-cohort') {
          const { id, name, idnumber } = operation
          const before = created.get(id)
          if (before === undefined) ids.add(id)
          else
            created.set(id, {
              name: name ?? before.name,
              idnumber: idnumber === undefined ? before.idnumber : idnumber,
            })
        } else if (operation.kind === 'join-cohort' || operation.kind === 'leave-cohort') {
          if (operation.cohortId > 0) ids.add(operation.cohortId)
        } else if (operation.kind === 'delete-cohort') created.delete(operation.id)
      }
      for (const { name, idnumber } of created.values())
        if (idnumber === null) names.add(name)
        else idnumbers.add(idnumber)
      for (const binding of bindings) courses.add(binding.courseId)
    },
    records,
    async courseIds(read) {
      const bindings = await read.bindingsOfCohorts((await records(read)).map((cohort) => cohort.id))
      return [...new Set([...courses, ...bindings.map((binding) => binding.courseId)])].sort((a, b) => a - b)
    },
    save: (): Saved => ({
      ids: [...ids],
      idnumbers: [...idnumbers],
      names: [...names],
      courses: [...courses],
    }),
    restore(saved) {
      const before = saved as Saved
      for (const set of [ids, idnumbers, names, courses]) set.clear()
      for (const id of before.ids) ids.add(id)
      for (const idnumber of before.idnumbers) idnumbers.add(idnumber)
      for (const name of before.names) names.add(name)
      for (const course of before.courses) courses.add(course)
    },
  }
}
