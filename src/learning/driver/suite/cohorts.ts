import { describe, expect, it } from 'vitest'
import type { Operation } from '../operation.ts'
import type { CohortRecord, Id } from '../records.ts'
import { type DriverSubject, freshName, type SuitePlatform } from './suite-platform.ts'

async function newCohort(platform: SuitePlatform, userIds: readonly Id[]): Promise<CohortRecord> {
  const idnumber = freshName('COHORT')
  const fields = { categoryId: null, name: `Promotion ${idnumber}`, idnumber, description: '', component: '' }
  await platform.apply([
    { kind: 'create-cohort', id: -1, ...fields },
    ...userIds.map((userId): Operation => ({ kind: 'join-cohort', cohortId: -1, userId })),
  ])
  const [cohort] = await platform.look((read) => read.cohorts('idnumber', [idnumber]))
  return cohort!
}

const membersOf = (platform: SuitePlatform, cohort: CohortRecord) =>
  platform.look(async (read) => (await read.membersOfCohorts([cohort.id])).map((one) => one.userId))

/** Cohorts, their members, and what both and links between courses give. */
export const cohortsSubject: DriverSubject = (platform) => {
  describe('cohorts', () => {
    it('a cohort is created and joined in one chunk by its provisional identifier', async () => {
      const user = await platform.newUser()
      const cohort = await newCohort(platform, [user.id])
      expect(await membersOf(platform, cohort)).toEqual([user.id])
      expect(await platform.look((read) => read.cohorts('name', [cohort.name]))).toEqual([cohort])
      expect(await platform.look((read) => read.cohorts('id', [String(cohort.id), 'abc', '']))).toEqual([
        cohort,
      ])
      const pairs = [{ cohortId: cohort.id, userId: user.id }]
      expect(await platform.look((read) => read.cohortMembers([...pairs, ...pairs]))).toEqual(pairs)
    })

    it('updating changes what is given and keeps the rest; nothing takes a value away but null', async () => {
      const cohort = await newCohort(platform, [])
      const [category] = await platform.look((read) => read.categories())
      await platform.apply([
        { kind: 'update-cohort', id: cohort.id, description: 'D', categoryId: category!.id },
        { kind: 'update-cohort', id: cohort.id, name: 'N' },
      ])
      const look = () => platform.look((read) => read.cohorts('id', [String(cohort.id)]))
      expect(await look()).toEqual([{ ...cohort, description: 'D', categoryId: category!.id, name: 'N' }])
      await platform.apply([{ kind: 'update-cohort', id: cohort.id, categoryId: null, idnumber: null }])
      expect(await look()).toEqual([
        { ...cohort, description: 'D', categoryId: null, name: 'N', idnumber: null },
      ])
    })

    it('joining and leaving twice is once; the last of a chunk counts', async () => {
      const user = await platform.newUser()
      const cohort = await newCohort(platform, [])
      const pair = { cohortId: cohort.id, userId: user.id }
      const join = { kind: 'join-cohort', ...pair } as const
      const leave = { kind: 'leave-cohort', ...pair } as const
      await platform.apply([join, leave, join])
      await platform.apply([join])
      expect(await membersOf(platform, cohort)).toEqual([user.id])
      await platform.apply([leave])
      await platform.apply([leave])
      expect(await membersOf(platform, cohort)).toEqual([])
    })
  })

  describe('derived enrolments', () => {
    it('members of a bound cohort are enrolled with its role and group; who leaves loses all three', async () => {
      const scene = await boundCohort(platform, { makeGroup: true })
      const [one, other] = scene.users
      await scene.sync()
      expect(await scene.seen(one!)).toEqual({
        enrolled: ['active'],
        roles: ['student enrol_cohort'],
        groups: 1,
      })
      const outsider = await platform.newUser()
      await platform.apply([
        { kind: 'leave-cohort', cohortId: scene.cohort.id, userId: one!.id },
        { kind: 'join-cohort', cohortId: scene.cohort.id, userId: outsider.id },
      ])
      await scene.sync()
      expect(await scene.seen(one!)).toEqual({ enrolled: [], roles: [], groups: 0 })
      for (const member of [other!, outsider])
        expect(await scene.seen(member)).toEqual({
          enrolled: ['active'],
          roles: ['student enrol_cohort'],
          groups: 1,
        })
    })

    it('the enrolments have the dates of the binding', async () => {
      const scene = await boundCohort(platform, { startsAt: 5_000, endsAt: 9_000 })
      await scene.sync()
      const pair = { courseId: scene.course.id, userId: scene.users[0]!.id }
      expect(await platform.look((read) => read.enrolments([pair]))).toMatchObject([
        { startsAt: 5_000, endsAt: 9_000 },
      ])
      await platform.apply([{ kind: 'update-method', id: scene.methodId, endsAt: null }])
      await scene.sync()
      expect(await platform.look((read) => read.enrolments([pair]))).toMatchObject([{ endsAt: null }])
    })

    it('a disabled binding keeps enrolments and groups, takes roles back and admits nobody, until it is enabled', async () => {
      const scene = await boundCohort(platform, { makeGroup: true })
      await scene.sync()
      const late = await platform.newUser()
      await platform.apply([
        { kind: 'update-method', id: scene.methodId, enabled: false },
        { kind: 'join-cohort', cohortId: scene.cohort.id, userId: late.id },
      ])
      await scene.sync()
      expect(await scene.seen(scene.users[0]!)).toEqual({ enrolled: ['active'], roles: [], groups: 1 })
      expect(await scene.seen(late)).toEqual({ enrolled: [], roles: [], groups: 0 })
      await platform.apply([{ kind: 'update-method', id: scene.methodId, enabled: true }])
      await scene.sync()
      for (const member of [scene.users[0]!, late])
        expect(await scene.seen(member)).toMatchObject({ roles: ['student enrol_cohort'], groups: 1 })
    })

    it('a group of a cohort that was deleted comes back with its members', async () => {
      const scene = await boundCohort(platform, { makeGroup: true })
      await scene.sync()
      const [group] = await platform.look((read) => read.groups([scene.course.id]))
      expect(group!.name).toBe(scene.cohort.name)
      await platform.apply([{ kind: 'delete-group', id: group!.id }])
      await scene.sync()
      expect(await scene.seen(scene.users[0]!)).toMatchObject({ groups: 1 })
    })

    it('deleting a cohort or a binding takes enrolments, roles and places in groups along', async () => {
      for (const gone of ['cohort', 'method'] as const) {
        const scene = await boundCohort(platform, { makeGroup: true })
        await scene.sync()
        await platform.apply(
          gone === 'cohort'
            ? [{ kind: 'delete-cohort', id: scene.cohort.id }]
            : [
                { kind: 'delete-method', id: scene.methodId },
                { kind: 'sync-derived-enrolments', courseIds: [scene.course.id] },
              ],
        )
        expect(await scene.seen(scene.users[0]!)).toEqual({ enrolled: [], roles: [], groups: 0 })
      }
    })

    it('who is in the course by another way keeps that one, its role and the groups of a teacher', async () => {
      const scene = await boundCohort(platform, {})
      const [user] = scene.users
      const manual = (await platform.look((read) => read.methods([scene.course.id]))).find(
        (method) => method.method === 'manual',
      )!
      const pair = { courseId: scene.course.id, userId: user!.id }
      await platform.apply([
        { kind: 'enrol', methodId: manual.id, ...pair, active: true, startsAt: null, endsAt: null },
        {
          kind: 'create-group',
          id: -1,
          courseId: scene.course.id,
          name: 'TD',
          idnumber: null,
          description: '',
        },
        { kind: 'join-group', groupId: -1, ...pair, component: '' },
      ])
      await scene.sync()
      await platform.apply([{ kind: 'leave-cohort', cohortId: scene.cohort.id, userId: user!.id }])
      await scene.sync()
      expect(await scene.seen(user!)).toEqual({ enrolled: ['active'], roles: [], groups: 1 })
    })

    it('a metacourse inherits participants and roles of its master, and loses those who leave', async () => {
      const scene = await boundCohort(platform, {})
      const meta = await platform.newCourse()
      await platform.apply([
        {
          kind: 'create-method',
          id: -1,
          courseId: meta.id,
          method: 'meta',
          enabled: true,
          defaultRoleId: null,
          startsAt: null,
          endsAt: null,
          cohortId: null,
          linkedCourseId: scene.course.id,
          makeGroup: false,
          groupId: null,
        },
      ])
      await scene.sync()
      const [user] = scene.users
      expect(await scene.seen(user!, meta.id)).toEqual({
        enrolled: ['active'],
        roles: ['student enrol_meta'],
        groups: 0,
      })
      await platform.apply([{ kind: 'leave-cohort', cohortId: scene.cohort.id, userId: user!.id }])
      await platform.apply([{ kind: 'sync-derived-enrolments', courseIds: 'all' }])
      expect(await scene.seen(user!, meta.id)).toEqual({ enrolled: [], roles: [], groups: 0 })
      expect(await scene.seen(scene.users[1]!, meta.id)).toMatchObject({ enrolled: ['active'] })
      await platform.apply([{ kind: 'update-method', id: scene.methodId, enabled: false }])
      await scene.sync()
      expect(await scene.seen(scene.users[1]!, meta.id)).toEqual({
        enrolled: ['suspended'],
        roles: [],
        groups: 0,
      })
    })
  })
}

async function boundCohort(
  platform: SuitePlatform,
  {
    makeGroup = false,
    startsAt = null,
    endsAt = null,
  }: { readonly makeGroup?: boolean; readonly startsAt?: number | null; readonly endsAt?: number | null },
) {
  const users = [await platform.newUser(), await platform.newUser()]
  const course = await platform.newCourse()
  const cohort = await newCohort(
    platform,
    users.map((user) => user.id),
  )
  const roles = await platform.look((read) => read.roles())
  const role = roles.find((one) => one.shortname === 'student')!
  await platform.apply([
    {
      kind: 'create-method',
      id: -1,
      courseId: course.id,
      method: 'cohort',
      enabled: true,
      defaultRoleId: role.id,
      startsAt,
      endsAt,
      cohortId: cohort.id,
      linkedCourseId: null,
      makeGroup,
      groupId: null,
    },
  ])
  const [binding] = await platform.look((read) => read.bindingsOfCohorts([cohort.id]))
  return {
    users,
    course,
    cohort,
    methodId: binding!.id,
    sync: () => platform.apply([{ kind: 'sync-derived-enrolments', courseIds: [course.id] }]),
    seen: (user: { readonly id: Id }, courseId = course.id) =>
      platform.look(async (read) => {
        const pair = [{ courseId, userId: user.id }]
        return {
          enrolled: (await read.enrolments(pair)).map((one) => (one.active ? 'active' : 'suspended')),
          roles: (await read.courseRoles(pair)).map(
            (one) => `${roles.find((role) => role.id === one.roleId)!.shortname} ${one.component}`,
          ),
          groups: (await read.memberships(pair)).length,
        }
      }),
  }
}
