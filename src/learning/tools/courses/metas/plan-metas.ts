import type { NumberedCommand } from '../../../../exchange/command-file/command-tool.ts'
import type { LineMessage, Verdict } from '../../../../exchange/command-file/verdict.ts'
import type { Operation } from '../../../driver/operation.ts'
import type { CourseKey, Id, MethodRecord } from '../../../driver/records.ts'
import type { Finder } from '../../../identity/finders.ts'
import { provisionalIds } from '../../../world/provisional-ids.ts'
import { siteCourse } from '../messages.ts'
import { linkToItself, noLink } from './messages.ts'
import type { LinkCourses } from './metas-tool.ts'

export interface PlannedLink {
  readonly verdict: Verdict<Operation>
  /** The course whose participants change. */
  readonly touched: Id | null
}

interface Link {
  readonly id: Id
  readonly enabled: boolean
}

/** Pure: `methods` are those of the courses that inherit; `now` is when a link begins, in seconds. */
export function planMetas(
  commands: readonly NumberedCommand<LinkCourses>[],
  find: Finder<CourseKey>,
  methods: readonly MethodRecord[],
  now: number,
): PlannedLink[] {
  const newId = provisionalIds()
  const links = new Map<string, Link>(
    methods
      .filter(({ method, linkedCourseId }) => method === 'meta' && linkedCourseId !== null)
      .map(({ id, courseId, linkedCourseId, enabled }) => [`${courseId} ${linkedCourseId}`, { id, enabled }]),
  )
  return commands.map(({ line, command }) => {
    const master = find(command.master, 'master')
    const meta = find(command.meta, 'meta')
    const faults = [master, meta].flatMap((found) => (found.ok ? [] : [found.fault]))
    if (!master.ok || !meta.ok) return rejected(line, faults)
    const site = [
      ...(master.it.isSite ? [siteCourse(master.it, 'master')] : []),
      ...(meta.it.isSite ? [siteCourse(meta.it, 'meta')] : []),
    ]
    if (site.length > 0) return rejected(line, site)
    if (master.it.id === meta.it.id) return rejected(line, [linkToItself(meta.it.shortname)])

    const key = `${meta.it.id} ${master.it.id}`
    const link = links.get(key)
    const told = `${meta.it.shortname} / ${master.it.shortname}`
    const touched = meta.it.id
    if (command.cmd === 'add') {
      if (link?.enabled) return unchanged(line, [])
      if (link !== undefined) {
        links.set(key, { ...link, enabled: true })
        return enabled(line, told, touched, true, {
          kind: 'update-method',
          id: link.id,
          enabled: true,
          startsAt: now,
        })
      }
      const id = newId()
      links.set(key, { id, enabled: true })
      return {
        verdict: {
          line,
          outcome: 'created',
          messages: [],
          changes: [
            { entity: 'meta link', key: told, field: null, before: null, after: master.it.shortname },
          ],
          operations: [
            {
              kind: 'create-method',
              id,
              courseId: meta.it.id,
              method: 'meta',
              enabled: true,
              defaultRoleId: null,
              startsAt: now,
              endsAt: null,
              cohortId: null,
              linkedCourseId: master.it.id,
              makeGroup: false,
              groupId: null,
            },
          ],
        },
        touched,
      }
    }
    if (link === undefined) return unchanged(line, [noLink(master.it.shortname, meta.it.shortname)])
    if (!link.enabled) return unchanged(line, [])
    links.set(key, { ...link, enabled: false })
    return enabled(line, told, touched, false, { kind: 'update-method', id: link.id, enabled: false })
  })
}

function enabled(line: number, key: string, touched: Id, after: boolean, operation: Operation): PlannedLink {
  return {
    verdict: {
      line,
      outcome: 'updated',
      messages: [],
      changes: [{ entity: 'meta link', key, field: 'enabled', before: !after, after }],
      operations: [operation],
    },
    touched,
  }
}

function unchanged(line: number, messages: readonly LineMessage[]): PlannedLink {
  return { verdict: { line, outcome: 'unchanged', messages, changes: [], operations: [] }, touched: null }
}

function rejected(line: number, messages: readonly LineMessage[]): PlannedLink {
  return { verdict: { line, outcome: 'rejected', messages, changes: [], operations: [] }, touched: null }
}
