import type { Change } from '../../exchange/command-file/verdict.ts'
import type { Operation } from '../driver/operation.ts'
import type { CohortIdentity, Reader } from '../driver/reader.ts'
import type { CohortMemberRecord, CohortRecord, Id } from '../driver/records.ts'
import type { NewId } from './provisional-ids.ts'

/** What one thing done to the model comes to: nothing, or what the platform is asked and the journal told. */
export interface CohortStep {
  readonly changed: boolean
  readonly operations: readonly Operation[]
  readonly changes: readonly Change[]
}

/** Who joins or leaves: `name` is for the journal, in the words of the file. */
export interface CohortUser {
  readonly id: Id
  readonly name: string
}

export type CohortFields = Omit<CohortRecord, 'id'>

/**
 * The cohorts of a chunk as its lines leave them one after the other. Found by `find`, changed by the other methods, which
 * write nothing but the model and answer with what is to be asked of the platform.
 *
 *     const cohorts = await loadCohorts(read, { idnumber: ['L1'], name: [] }, newId)
 *     await cohorts.loadMembers(read, [{ cohortId, userId }])   // before join and leave
 *     await cohorts.loadAllMembers(read, [cohortId])            // before empty, delete and size
 */
export interface CohortWorld {
  /** The cohorts that a value names now: none, one, or an ambiguity. Only values that were loaded may be asked for. */
  find(by: CohortIdentity, value: string): readonly CohortRecord[]
  /** By name, among those of the whole platform: the cohorts of the users' file. */
  findSystem(name: string): readonly CohortRecord[]
  create(fields: CohortFields): CohortStep & { readonly cohort: CohortRecord }
  update(id: Id, changes: Partial<CohortFields>): CohortStep
  delete(id: Id): CohortStep
  join(id: Id, user: CohortUser): CohortStep
  leave(id: Id, user: CohortUser): CohortStep
  empty(id: Id): CohortStep & { readonly left: number }
  size(id: Id): number
  memberIds(id: Id): readonly Id[]
  /** How the journal calls members that leave with `empty`: those who joined in this chunk are known. */
  name(users: Iterable<CohortUser>): void

  loadMembers(read: Reader, pairs: readonly CohortMemberRecord[]): Promise<void>
  loadAllMembers(read: Reader, ids: readonly Id[]): Promise<void>
}

/** Reads the cohorts that any of these values names. Give every number and name that a line may also take for a new one. */
export async function loadCohorts(
  read: Reader,
  wanted: { readonly [by in CohortIdentity]?: Iterable<string> },
  newId: NewId,
): Promise<CohortWorld> {
  const identities = ['id', 'idnumber', 'name'] as const
  const loaded = { id: new Set<string>(), idnumber: new Set<string>(), name: new Set<string>() }
  const cohorts = new Map<Id, CohortRecord>()
  const index = {
    id: new Map<string, Set<Id>>(),
    idnumber: new Map<string, Set<Id>>(),
    name: new Map<string, Set<Id>>(),
  }
  const members = new Map<Id, Members>()
  const names = new Map<Id, string>()

  const put = (cohort: CohortRecord) => {
    cohorts.set(cohort.id, cohort)
    for (const by of identities) valuesIn(index[by], String(cohort[by] ?? '')).add(cohort.id)
  }
  const remove = (cohort: CohortRecord) => {
    cohorts.delete(cohort.id)
    for (const by of identities) index[by].get(String(cohort[by] ?? ''))?.delete(cohort.id)
  }
  const get = (id: Id): CohortRecord => {
    const cohort = cohorts.get(id)
    if (cohort === undefined) throw new Error(`cohort ${id} is not in the model`)
    return cohort
  }
  const membersOf = (id: Id): Members => {
    const known = members.get(id) ?? { all: id < 0, in: new Set(), asked: new Set() }
    members.set(id, known)
    return known
  }
  const allMembersOf = (id: Id): Members => {
    const known = membersOf(id)
    if (!known.all) throw new Error(`the members of cohort ${id} were not all loaded`)
    return known
  }
  const isMember = (id: Id, userId: Id): boolean => {
    const known = membersOf(id)
    if (userId > 0 && !known.all && !known.asked.has(userId))
      throw new Error(`whether user ${userId} is in cohort ${id} was not loaded`)
    return known.in.has(userId)
  }

  for (const by of identities) {
    const values = [...new Set(wanted[by] ?? [])].filter((value) => value !== '')
    for (const value of values) loaded[by].add(value)
    for (const cohort of await read.cohorts(by, values)) if (!cohorts.has(cohort.id)) put(cohort)
  }

  const find = (by: CohortIdentity, value: string): readonly CohortRecord[] => {
    if (value === '') return []
    if (!loaded[by].has(value)) throw new Error(`cohorts with ${by} « ${value} » were not loaded`)
    return [...(index[by].get(value) ?? [])].map(get)
  }

  return {
    find,
    findSystem: (name) => find('name', name).filter((cohort) => cohort.categoryId === null),
    create(fields) {
      const cohort: CohortRecord = { id: newId(), ...fields }
      put(cohort)
      return {
        cohort,
        changed: true,
        operations: [{ kind: 'create-cohort', ...cohort }],
        changes: [{ entity: 'cohort', key: keyOf(cohort), field: null, before: null, after: cohort.name }],
      }
    },
    update(id, changes) {
      const before = get(id)
      const real = Object.fromEntries(
        Object.entries(changes).filter(
          ([field, value]) => value !== undefined && before[field as keyof CohortFields] !== value,
        ),
      ) as Partial<CohortFields>
      if (Object.keys(real).length === 0) return nothing
      const after = { ...before, ...real }
      remove(before)
      put(after)
      return {
        changed: true,
        operations: [{ kind: 'update-cohort', id, ...real }],
        changes: Object.entries(real).map(([field, value]) => ({
          entity: 'cohort',
          key: keyOf(before),
          field,
          before: before[field as keyof CohortFields],
          after: value ?? null,
        })),
      }
    },
    delete(id) {
      const cohort = get(id)
      const gone = allMembersOf(id).in.size
      remove(cohort)
      return {
        changed: true,
        operations: [{ kind: 'delete-cohort', id }],
        changes: [
          { entity: 'cohort', key: keyOf(cohort), field: null, before: cohort.name, after: null },
          ...(gone === 0
            ? []
            : [{ entity: 'cohort', key: keyOf(cohort), field: 'members', before: gone, after: 0 }]),
        ],
      }
    },
    join(id, user) {
      if (isMember(id, user.id)) return nothing
      membersOf(id).in.add(user.id)
      names.set(user.id, user.name)
      return {
        changed: true,
        operations: [{ kind: 'join-cohort', cohortId: id, userId: user.id }],
        changes: [memberChange(get(id), user, false, true)],
      }
    },
    leave(id, user) {
      if (!isMember(id, user.id)) return nothing
      membersOf(id).in.delete(user.id)
      return {
        changed: true,
        operations: [{ kind: 'leave-cohort', cohortId: id, userId: user.id }],
        changes: [memberChange(get(id), user, true, false)],
      }
    },
    empty(id) {
      const all = allMembersOf(id).in
      const leaving = [...all]
      all.clear()
      if (leaving.length === 0) return { ...nothing, left: 0 }
      return {
        changed: true,
        left: leaving.length,
        operations: leaving.map((userId) => ({ kind: 'leave-cohort', cohortId: id, userId })),
        changes: leaving.map((userId) =>
          memberChange(get(id), { id: userId, name: names.get(userId) ?? `id ${userId}` }, true, false),
        ),
      }
    },
    size: (id) => allMembersOf(id).in.size,
    memberIds: (id) => [...allMembersOf(id).in],
    name(users) {
      for (const { id, name } of users) names.set(id, name)
    },

    async loadMembers(read, pairs) {
      const asked = pairs.filter(({ cohortId, userId }) => cohortId > 0 && userId > 0)
      for (const { cohortId, userId } of asked) membersOf(cohortId).asked.add(userId)
      for (const { cohortId, userId } of await read.cohortMembers(asked)) membersOf(cohortId).in.add(userId)
    },
    async loadAllMembers(read, ids) {
      const asked = ids.filter((id) => id > 0)
      for (const id of asked) membersOf(id).all = true
      for (const { cohortId, userId } of await read.membersOfCohorts(asked))
        membersOf(cohortId).in.add(userId)
    },
  }
}

/** Who is known to be in a cohort; `asked`: about whom the platform was asked, where it was not about all. */
interface Members {
  all: boolean
  readonly in: Set<Id>
  readonly asked: Set<Id>
}

const nothing: CohortStep = { changed: false, operations: [], changes: [] }

/** A cohort in the words of the file: its number, else its name. */
function keyOf(cohort: CohortRecord): string {
  return cohort.idnumber ?? cohort.name
}

function memberChange(cohort: CohortRecord, user: CohortUser, before: boolean, after: boolean): Change {
  return { entity: 'cohort member', key: `${keyOf(cohort)} / ${user.name}`, field: null, before, after }
}

function valuesIn(index: Map<string, Set<Id>>, value: string): Set<Id> {
  const found = index.get(value) ?? new Set()
  index.set(value, found)
  return found
}
