import { describe, expect, it } from 'vitest'
import type { CourseKey, MethodRecord, UserKey } from '../records.ts'
import type { DriverSubject, SuitePlatform } from './suite-platform.ts'

interface Scene {
  readonly course: CourseKey
  readonly user: UserKey
  readonly manual: MethodRecord
  readonly pair: { readonly courseId: number; readonly userId: number }
}

async function scene(platform: SuitePlatform): Promise<Scene> {
  const [course, user] = [await platform.newCourse(), await platform.newUser()]
  const methods = await platform.look((read) => read.methods([course.id]))
  const manual = methods.find((one) => one.method === 'manual')!
  return { course, user, manual, pair: { courseId: course.id, userId: user.id } }
}

/** Ways into courses, enrolments and roles. */
export const enrolmentsSubject: DriverSubject = (platform) => {
  describe('enrolments', () => {
    it('a new course has an enabled manual method whose newcomers are students', async () => {
      const { manual } = await scene(platform)
      const roles = await platform.look((read) => read.roles())
      expect(manual).toMatchObject({ enabled: true, startsAt: null, endsAt: null, cohortId: null })
      expect(roles.find((role) => role.id === manual.defaultRoleId)?.shortname).toBe('student')
    })

    it('enrolling sets dates and status, also of who is enrolled already', async () => {
      const { manual, pair } = await scene(platform)
      const enrol = { kind: 'enrol', methodId: manual.id, ...pair } as const
      await platform.apply([{ ...enrol, active: true, startsAt: 1_000, endsAt: null }])
      expect(await platform.look((read) => read.enrolments([pair]))).toEqual([
        { methodId: manual.id, ...pair, active: true, startsAt: 1_000, endsAt: null },
      ])
      await platform.apply([{ ...enrol, active: false, startsAt: null, endsAt: 2_000 }])
      expect(await platform.look((read) => read.enrolments([pair]))).toEqual([
        { methodId: manual.id, ...pair, active: false, startsAt: null, endsAt: 2_000 },
      ])
    })

    it('unenrolling removes the enrolment and nothing else; who is not enrolled stays so', async () => {
      const { manual, pair } = await scene(platform)
      const [role] = await platform.look((read) => read.roles())
      const given = { ...pair, roleId: role!.id, component: 'enrol_manual', itemId: manual.id }
      const unenrol = { kind: 'unenrol', methodId: manual.id, ...pair } as const
      await platform.apply([
        { kind: 'enrol', methodId: manual.id, ...pair, active: true, startsAt: null, endsAt: null },
        { kind: 'assign-role', ...given },
      ])
      await platform.apply([unenrol])
      await platform.apply([unenrol])
      expect(await platform.look((read) => read.enrolments([pair]))).toEqual([])
      expect(await platform.look((read) => read.courseRoles([pair]))).toEqual([given])
    })

    it('of operations on one enrolment the last counts', async () => {
      const { manual, pair } = await scene(platform)
      const state = { active: true, startsAt: null, endsAt: null }
      const enrol = { kind: 'enrol', methodId: manual.id, ...pair, ...state } as const
      const unenrol = { kind: 'unenrol', methodId: manual.id, ...pair } as const
      await platform.apply([enrol, unenrol, { ...enrol, endsAt: 3_000 }])
      expect(await platform.look((read) => read.enrolments([pair]))).toMatchObject([{ endsAt: 3_000 }])
      await platform.apply([enrol, unenrol])
      expect(await platform.look((read) => read.enrolments([pair]))).toEqual([])
    })

    it('a role is held once for each thing that gave it, and goes with that one only', async () => {
      const { manual, pair } = await scene(platform)
      const [role] = await platform.look((read) => read.roles())
      const alone = { ...pair, roleId: role!.id, component: '', itemId: 0 }
      const given = { ...pair, roleId: role!.id, component: 'enrol_manual', itemId: manual.id }
      await platform.apply([
        { kind: 'assign-role', ...alone },
        { kind: 'assign-role', ...given },
      ])
      await platform.apply([{ kind: 'assign-role', ...alone }])
      expect(await platform.look((read) => read.courseRoles([pair]))).toHaveLength(2)
      await platform.apply([{ kind: 'unassign-role', ...given }])
      expect(await platform.look((read) => read.courseRoles([pair]))).toEqual([alone])
    })

    it('operations of a chunk name a new method by its provisional identifier', async () => {
      const { pair } = await scene(platform)
      await platform.apply([
        {
          kind: 'create-method',
          id: -7,
          courseId: pair.courseId,
          method: 'self',
          enabled: true,
          defaultRoleId: null,
          startsAt: 5_000,
          endsAt: null,
          cohortId: null,
          linkedCourseId: null,
          makeGroup: false,
          groupId: null,
        },
        { kind: 'enrol', methodId: -7, ...pair, active: true, startsAt: null, endsAt: null },
      ])
      const methods = await platform.look((read) => read.methods([pair.courseId]))
      const self = methods.find((one) => one.method === 'self')!
      expect(self).toMatchObject({ enabled: true, startsAt: 5_000 })
      expect(await platform.look((read) => read.enrolments([pair]))).toMatchObject([{ methodId: self.id }])
    })

    it('updating a method changes what is given and keeps the rest', async () => {
      const { manual, course } = await scene(platform)
      await platform.apply([
        { kind: 'update-method', id: manual.id, enabled: false },
        { kind: 'update-method', id: manual.id, endsAt: 9_000 },
      ])
      expect(await platform.look((read) => read.methods([course.id]))).toMatchObject([
        { ...manual, enabled: false, endsAt: 9_000 },
      ])
      await platform.apply([{ kind: 'update-method', id: manual.id, enabled: true, endsAt: null }])
      expect(await platform.look((read) => read.methods([course.id]))).toEqual([manual])
    })

    it('deleting a method takes along its enrolments and the roles that it gave', async () => {
      const { manual, pair, course } = await scene(platform)
      const [role] = await platform.look((read) => read.roles())
      const alone = { ...pair, roleId: role!.id, component: '', itemId: 0 }
      await platform.apply([
        { kind: 'enrol', methodId: manual.id, ...pair, active: true, startsAt: null, endsAt: null },
        { kind: 'assign-role', ...alone, component: 'enrol_manual', itemId: manual.id },
        { kind: 'assign-role', ...alone },
      ])
      await platform.apply([{ kind: 'delete-method', id: manual.id }])
      expect(await platform.look((read) => read.methods([course.id]))).toEqual([])
      expect(await platform.look((read) => read.enrolments([pair]))).toEqual([])
      expect(await platform.look((read) => read.courseRoles([pair]))).toEqual([alone])
    })

    it('who holds certain roles in a course is found', async () => {
      const { pair } = await scene(platform)
      const [one, other] = await platform.look((read) => read.roles())
      const held = { ...pair, roleId: one!.id, component: '', itemId: 0 }
      await platform.apply([{ kind: 'assign-role', ...held }])
      const holders = (roleId: number) => platform.look((read) => read.roleHolders([pair.courseId], [roleId]))
      expect(await holders(one!.id)).toEqual([held])
      expect(await holders(other!.id)).toEqual([])
    })

    it('the links that draw on a course are found', async () => {
      const { course } = await scene(platform)
      const metacourse = await platform.newCourse()
      await platform.apply([
        {
          kind: 'create-method',
          id: -1,
          courseId: metacourse.id,
          method: 'meta',
          enabled: true,
          defaultRoleId: null,
          startsAt: null,
          endsAt: null,
          cohortId: null,
          linkedCourseId: course.id,
          makeGroup: false,
          groupId: null,
        },
      ])
      expect(await platform.look((read) => read.linksToCourses([course.id]))).toMatchObject([
        { courseId: metacourse.id, linkedCourseId: course.id, method: 'meta' },
      ])
      expect(await platform.look((read) => read.linksToCourses([metacourse.id]))).toEqual([])
    })

    it('asking for nothing answers nothing', async () => {
      expect(
        await platform.look(async (read) => [
          await read.methods([]),
          await read.linksToCourses([]),
          await read.enrolments([]),
          await read.courseRoles([]),
          await read.roleHolders([], []),
        ]),
      ).toEqual([[], [], [], [], []])
    })
  })
}
