import type { OperationOf } from '../driver/operation.ts'
import type { GroupingGroupRecord, GroupingRecord, GroupRecord, Id } from '../driver/records.ts'
import type { NewId } from './provisional-ids.ts'
import { nothing, type Step, step } from './step.ts'

/** Groups and groupings of courses in memory, part of `CourseWorld`. */
export interface CourseGroups {
  groupNamed(courseId: Id, name: string): GroupRecord | null
  groupNumbered(courseId: Id, idnumber: string): GroupRecord | null
  groupWithId(courseId: Id, id: Id): GroupRecord | null
  /** `key` is for the journal: `BIO101 / TD-A`. */
  createGroup(fields: GroupFields, key: string): Made<GroupRecord>
  updateGroup(group: GroupRecord, changes: GroupChanges, key: string): Step

  groupingNamed(courseId: Id, name: string): GroupingRecord | null
  groupingNumbered(courseId: Id, idnumber: string): GroupingRecord | null
  groupingWithId(courseId: Id, id: Id): GroupingRecord | null
  createGrouping(fields: GroupFields, key: string): Made<GroupingRecord>
  updateGrouping(grouping: GroupingRecord, changes: GroupChanges, key: string): Step
  /** Nothing when it is in. */
  addToGrouping(grouping: GroupingRecord, group: GroupRecord, key: string): Step
}

export interface GroupFields {
  readonly courseId: Id
  readonly name: string
  readonly idnumber?: string | null
  readonly description?: string
}
export type GroupChanges = Partial<Omit<GroupFields, 'courseId'>>

export interface Made<T> extends Step {
  readonly it: T
}

export function courseGroups(loaded: {
  readonly groups: readonly GroupRecord[]
  readonly groupings: readonly GroupingRecord[]
  readonly groupingGroups: readonly GroupingGroupRecord[]
  readonly newId: NewId
}): CourseGroups {
  const groups = shelf(loaded.groups)
  const groupings = shelf(loaded.groupings)
  const filled = new Set(loaded.groupingGroups.map(({ groupingId, groupId }) => `${groupingId}/${groupId}`))

  function create<T extends GroupRecord>(
    shelf: Shelf<T>,
    kind: 'group' | 'grouping',
    fields: GroupFields,
    key: string,
  ) {
    const it = {
      id: loaded.newId(),
      courseId: fields.courseId,
      name: fields.name,
      idnumber: fields.idnumber || null,
      description: fields.description ?? '',
    } as T
    shelf.put(it)
    const change = { entity: kind, key, field: null, before: null, after: it.name }
    return { ...step({ kind: `create-${kind}`, ...it }, change), it }
  }

  function update<T extends GroupRecord>(
    shelf: Shelf<T>,
    kind: 'group' | 'grouping',
    stale: T,
    changes: GroupChanges,
    key: string,
  ): Step {
    const before = shelf.withId(stale.courseId, stale.id) ?? stale
    const different = (['name', 'idnumber', 'description'] as const).filter(
      (field) => changes[field] !== undefined && changes[field] !== before[field],
    )
    if (different.length === 0) return nothing
    const given = Object.fromEntries(different.map((field) => [field, changes[field]]))
    shelf.remove(before)
    shelf.put({ ...before, ...given })
    return step(
      { kind: `update-${kind}`, id: before.id, ...given } as OperationOf<'update-group' | 'update-grouping'>,
      ...different.map((field) => ({
        entity: kind,
        key,
        field,
        before: before[field],
        after: changes[field]!,
      })),
    )
  }

  return {
    groupNamed: groups.named,
    groupNumbered: groups.numbered,
    groupWithId: groups.withId,
    createGroup: (fields, key) => create(groups, 'group', fields, key),
    updateGroup: (group, changes, key) => update(groups, 'group', group, changes, key),
    groupingNamed: groupings.named,
    groupingNumbered: groupings.numbered,
    groupingWithId: groupings.withId,
    createGrouping: (fields, key) => create(groupings, 'grouping', fields, key),
    updateGrouping: (grouping, changes, key) => update(groupings, 'grouping', grouping, changes, key),
    addToGrouping(grouping, group, key) {
      const place = `${grouping.id}/${group.id}`
      if (filled.has(place)) return nothing
      filled.add(place)
      return step(
        { kind: 'add-to-grouping', groupingId: grouping.id, groupId: group.id, courseId: group.courseId },
        { entity: 'grouping group', key, field: null, before: null, after: group.name },
      )
    },
  }
}

interface Shelf<T> {
  named(courseId: Id, name: string): T | null
  numbered(courseId: Id, idnumber: string): T | null
  withId(courseId: Id, id: Id): T | null
  put(it: T): void
  remove(it: T): void
}

/** Groups, or groupings, found by what names them in their course. */
function shelf<T extends GroupRecord>(loaded: readonly T[]): Shelf<T> {
  const byName = new Map<string, T>()
  const byNumber = new Map<string, T>()
  const byId = new Map<Id, T>()
  const result: Shelf<T> = {
    named: (courseId, name) => byName.get(`${courseId}/${name}`) ?? null,
    numbered: (courseId, idnumber) => byNumber.get(`${courseId}/${idnumber}`) ?? null,
    withId(courseId, id) {
      const it = byId.get(id)
      return it?.courseId === courseId ? it : null
    },
    put(it) {
      byName.set(`${it.courseId}/${it.name}`, it)
      if (it.idnumber !== null) byNumber.set(`${it.courseId}/${it.idnumber}`, it)
      byId.set(it.id, it)
    },
    remove(it) {
      byName.delete(`${it.courseId}/${it.name}`)
      if (it.idnumber !== null) byNumber.delete(`${it.courseId}/${it.idnumber}`)
      byId.delete(it.id)
    },
  }
  for (const it of loaded) result.put(it)
  return result
}
