import type { Conclusion } from '../../exchange/command-file/command-tool.ts'
import type { LineMessage, Verdict } from '../../exchange/command-file/verdict.ts'
import type { Operation } from '../driver/operation.ts'
import type { Reader } from '../driver/reader.ts'
import type { Id } from '../driver/records.ts'

/** Which empty things are deleted after a file: `learning.groups.purge-empty-groups` 0, 1 and 2. */
export type EmptyGroupsLevel = 'none' | 'groups' | 'groups and groupings'

/**
 * Deletes groups that nobody is in, of the courses that a file has dealt with and of no other (learning.md 5.4 option
 * 1, 1.15, M04). Where a line was rejected, groups that the file itself created are kept: somebody whom the corrected line
 * will bring may be meant for them.
 */
export interface EmptyGroups {
  /** What lines did: courses touched, groups created. */
  note(verdicts: readonly Verdict<Operation>[]): void
  /** Courses that lines dealt with, also without changing anything there. */
  noteCourses(ids: Iterable<Id>): void
  /** `keepsCreated`: lines of the file were rejected. */
  conclude(read: Reader, level: EmptyGroupsLevel, keepsCreated: boolean): Promise<Conclusion<Operation>>
  /** For the memory of a tool. */
  save(): SavedEmptyGroups
  restore(saved: SavedEmptyGroups): void
}

export interface SavedEmptyGroups {
  readonly courses: readonly Id[]
  readonly created: readonly string[]
}

export function emptyGroups(): EmptyGroups {
  const courses = new Set<Id>()
  /** `course/name`: real identifiers are not known to who plans. */
  const created = new Set<string>()

  return {
    note(verdicts) {
      for (const { operations } of verdicts) {
        for (const operation of operations) {
          if ('courseId' in operation && operation.courseId > 0) courses.add(operation.courseId)
          if (operation.kind === 'create-group') created.add(`${operation.courseId}/${operation.name}`)
        }
      }
    },
    noteCourses(ids) {
      for (const id of ids) if (id > 0) courses.add(id)
    },
    async conclude(read, level, keepsCreated) {
      const empty =
        level === 'none'
          ? { groups: [], groupings: [] }
          : await read.emptyGroups([...courses].sort(ascending))
      const isKept = (courseId: Id, name: string) => keepsCreated && created.has(`${courseId}/${name}`)
      const kept = empty.groups.filter((group) => isKept(group.courseId, group.name))
      const groups = empty.groups.filter((group) => !isKept(group.courseId, group.name))
      const groupings = level === 'groups and groupings' ? await withoutKept(read, empty.groupings, kept) : []
      return {
        operations: [
          ...groups.map(({ id }): Operation => ({ kind: 'delete-group', id })),
          ...groupings.map(({ id }): Operation => ({ kind: 'delete-grouping', id })),
        ],
        changes: [
          ...groups.map((group) => deleted('group', group.name)),
          ...groupings.map((grouping) => deleted('grouping', grouping.name)),
        ],
        messages: [
          ...told(
            'EMPTY_GROUPS_DELETED',
            groups,
            (n) => (n === 1 ? '1 groupe vide supprimé' : `${n} groupes vides supprimés`),
            (n) => (n === 1 ? '1 empty group deleted' : `${n} empty groups deleted`),
          ),
          ...told(
            'EMPTY_GROUPINGS_DELETED',
            groupings,
            (n) => (n === 1 ? '1 groupement vide supprimé' : `${n} groupements vides supprimés`),
            (n) => (n === 1 ? '1 empty grouping deleted' : `${n} empty groupings deleted`),
          ),
          ...told(
            'EMPTY_GROUPS_KEPT',
            kept,
            (n) =>
              `${n === 1 ? '1 groupe créé par ce fichier est gardé' : `${n} groupes créés par ce fichier sont gardés`} malgré l’absence de membre, des lignes ayant été rejetées`,
            (n) =>
              `${n === 1 ? '1 group that this file created is' : `${n} groups that this file created are`} kept though empty, since lines were rejected`,
          ),
        ],
      }
    },
    save: () => ({ courses: [...courses], created: [...created] }),
    restore(saved) {
      for (const id of saved.courses) courses.add(id)
      for (const name of saved.created) created.add(name)
    },
  }
}

/** A grouping that holds a group that is kept is kept too. */
async function withoutKept<T extends { id: Id; courseId: Id }>(
  read: Reader,
  groupings: readonly T[],
  kept: readonly { id: Id; courseId: Id }[],
): Promise<readonly T[]> {
  if (kept.length === 0 || groupings.length === 0) return groupings
  const keptIds = new Set(kept.map(({ id }) => id))
  const places = await read.groupingGroups([...new Set(kept.map(({ courseId }) => courseId))])
  const needed = new Set(
    places.filter(({ groupId }) => keptIds.has(groupId)).map(({ groupingId }) => groupingId),
  )
  return groupings.filter(({ id }) => !needed.has(id))
}

const shown = 20

function told(
  code: string,
  things: readonly { readonly name: string }[],
  fr: (count: number) => string,
  en: (count: number) => string,
): LineMessage[] {
  if (things.length === 0) return []
  const names = things.slice(0, shown).map(({ name }) => name)
  const list = `${names.join(', ')}${things.length > shown ? '…' : ''}`
  return [
    {
      severity: 'info',
      code,
      text: { fr: `${fr(things.length)} : ${list}`, en: `${en(things.length)}: ${list}` },
    },
  ]
}

function deleted(entity: string, name: string) {
  return { entity, key: name, field: null, before: name, after: null }
}

function ascending(one: number, other: number): number {
  return one - other
}
