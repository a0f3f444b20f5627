import type { LineMessage } from '../../../../exchange/command-file/verdict.ts'
import type { Id } from '../../../driver/records.ts'
import type { CourseCommand } from './course-command.ts'
import type { CourseScene } from './course-scene.ts'
import type { Work } from './course-work.ts'
import { noTeacher, severalTeachers } from './messages.ts'

/** The role alone, not an enrolment, as the reference gives it; always that of the non-editing teacher. */
export function assignTeachers(
  courseId: Id,
  { teachers }: CourseCommand,
  work: Work,
  scene: CourseScene,
): LineMessage[] {
  const warnings: LineMessage[] = []
  for (const { column, account } of teachers) {
    const found = scene.teachers(account)
    const [userId] = found
    if (userId === undefined || scene.teacherRole === null) warnings.push(noTeacher(column, account))
    else if (found.length > 1) warnings.push(severalTeachers(column, account, found.length))
    else if (!scene.teaching.has(`${courseId} ${userId}`)) {
      scene.teaching.add(`${courseId} ${userId}`)
      work.operations.push({
        kind: 'assign-role',
        courseId,
        userId,
        roleId: scene.teacherRole,
        component: '',
        itemId: 0,
      })
      work.changes.push({
        entity: 'role',
        key: `${work.key} / ${account}`,
        field: 'teacher',
        before: false,
        after: true,
      })
    }
  }
  return warnings
}
