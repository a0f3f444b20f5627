import type { Operation } from '../../../driver/operation.ts'
import type { Id } from '../../../driver/records.ts'
import type { CourseCommand } from './course-command.ts'
import type { CourseScene } from './course-scene.ts'
import type { Work } from './course-work.ts'

/** 1 adds the way in or enables it, 0 disables one that is there; nothing said, nothing done. */
export function setMethods(courseId: Id, command: CourseCommand, work: Work, scene: CourseScene): void {
  for (const method of ['self', 'guest'] as const) {
    const wanted = command[method]
    if (wanted === null) continue
    const methods = scene.methods.get(courseId) ?? []
    const ways = methods.filter((one) => one.method === method)
    if (wanted && ways.some(({ enabled }) => enabled)) continue
    const [first] = ways
    if (wanted && first === undefined) {
      const id = scene.newId()
      work.operations.push(newMethod(id, courseId, method, scene.studentRole))
      scene.methods.set(courseId, [...methods, { id, method, enabled: true }])
    } else {
      const switched = wanted ? [first!] : ways.filter(({ enabled }) => enabled)
      if (switched.length === 0) continue
      for (const { id } of switched) work.operations.push({ kind: 'update-method', id, enabled: wanted })
      scene.methods.set(
        courseId,
        methods.map((one) => (switched.includes(one) ? { ...one, enabled: wanted } : one)),
      )
    }
    work.changes.push({ entity: 'course', key: work.key, field: method, before: !wanted, after: wanted })
  }
}

function newMethod(id: Id, courseId: Id, method: 'self' | 'guest', studentRole: Id | null): Operation {
  return {
    kind: 'create-method',
    id,
    courseId,
    method,
    enabled: true,
    defaultRoleId: method === 'self' ? studentRole : null,
    startsAt: null,
    endsAt: null,
    cohortId: null,
    linkedCourseId: null,
    makeGroup: false,
    groupId: null,
  }
}
