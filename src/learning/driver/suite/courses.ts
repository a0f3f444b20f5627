import { describe, expect, it } from 'vitest'
import type { CourseRecord, Id, SectionRecord } from '../records.ts'
import type { ResetPlan } from '../reset-plan.ts'
import { courseFields, type DriverSubject, freshName, type SuitePlatform } from './suite-platform.ts'

const keepAll: ResetPlan = {
  kinds: [],
  allModules: false,
  keepModules: [],
  unenrolRoles: [],
  localRoles: false,
  groups: 'none',
  groupings: 'none',
}

async function recordOf(platform: SuitePlatform, id: Id): Promise<CourseRecord | undefined> {
  return (await platform.look((read) => read.courseRecords([id])))[0]
}

async function sectionsOf(platform: SuitePlatform, courseId: Id): Promise<string[]> {
  const sections = await platform.look((read) => read.sections([courseId]))
  return [...sections]
    .sort((a, b) => a.position - b.position)
    .map(({ position, name, summary }: SectionRecord) => `${position} ${name}|${summary}`)
}

/** Categories, courses, their sections and content, and resets. */
export const coursesSubject: DriverSubject = (platform) => {
  describe('categories', () => {
    it('are created level by level in one chunk, and deleted together', async () => {
      const [top, sub] = [freshName('Faculté'), freshName('Licence')]
      const common = { kind: 'create-category', idnumber: null, visible: false } as const
      await platform.apply([
        { ...common, id: -1, parentId: null, name: top },
        { ...common, id: -2, parentId: -1, name: sub },
      ])
      const categories = await platform.look((read) => read.categories())
      const parent = categories.find(({ name }) => name === top)!
      const child = categories.find(({ name }) => name === sub)!
      expect(parent).toEqual({ id: parent.id, parentId: null, name: top, idnumber: null, visible: false })
      expect(child.parentId).toBe(parent.id)
      await platform.apply([
        { kind: 'delete-category', id: child.id },
        { kind: 'delete-category', id: parent.id },
      ])
      const left = await platform.look((read) => read.categories())
      expect(left.filter(({ id }) => id === parent.id || id === child.id)).toEqual([])
    })

    it('that hold courses are told', async () => {
      const name = freshName('Faculté')
      await platform.apply([
        { kind: 'create-category', id: -1, parentId: null, name, idnumber: null, visible: true },
        { kind: 'create-course', id: -2, fields: courseFields(-1, freshName('COURSE')) },
      ])
      const category = (await platform.look((read) => read.categories())).find((one) => one.name === name)!
      expect(await platform.look((read) => read.categoriesWithCourses())).toContain(category.id)
    })
  })

  describe('courses', () => {
    it('have every field that they were created with', async () => {
      const fields = {
        idnumber: freshName('N'),
        summary: 'Résumé « entre guillemets »',
        sortOrder: 4_294_967_295,
        showGrades: false,
        newsItems: 0,
        startsAt: 1_700_000_000,
        groupMode: 2,
        defaultGroupingId: null,
        lang: 'fr',
        visible: false,
      }
      const { id, shortname } = await platform.newCourse(fields)
      const record = await recordOf(platform, id)
      expect(record).toMatchObject({ ...fields, id, shortname, isSite: false })
    })

    it('are found by id, short name (exactly) and identification number', async () => {
      const course = await platform.newCourse({ idnumber: freshName('N') })
      const find = (by: 'id' | 'idnumber' | 'shortname', value: string) =>
        platform.look((read) => read.courses(by, [value, '']))
      expect(await find('id', String(course.id))).toEqual([course])
      expect(await find('idnumber', course.idnumber!)).toEqual([course])
      expect(await find('shortname', course.shortname)).toEqual([course])
      const otherCase = course.shortname.toLowerCase()
      expect(await find('shortname', otherCase)).toEqual([])
      expect(await platform.look((read) => read.coursesLikeShortnames([otherCase]))).toEqual([course])
    })

    it('an update changes the fields given; several of one course in a chunk all count', async () => {
      const { id } = await platform.newCourse({ summary: 'avant', lang: 'fr' })
      const before = await recordOf(platform, id)
      await platform.apply([
        { kind: 'update-course', id, changes: { summary: 'après', fullname: 'Un' } },
        { kind: 'update-course', id, changes: { fullname: 'Deux', idnumber: null } },
      ])
      expect(await recordOf(platform, id)).toEqual({ ...before, summary: 'après', fullname: 'Deux' })
    })

    it('names may change hands in a chunk', async () => {
      const [a, b] = [await platform.newCourse(), await platform.newCourse()]
      const free = freshName('COURSE')
      await platform.apply([
        { kind: 'update-course', id: a.id, changes: { shortname: free } },
        { kind: 'update-course', id: b.id, changes: { shortname: a.shortname } },
        { kind: 'update-course', id: a.id, changes: { shortname: b.shortname } },
      ])
      expect((await recordOf(platform, a.id))?.shortname).toBe(b.shortname)
      expect((await recordOf(platform, b.id))?.shortname).toBe(a.shortname)
    })

    it('a deleted course takes its sections and methods along, and the links of its meta-courses', async () => {
      const [master, meta] = [await platform.newCourse(), await platform.newCourse()]
      await platform.apply([
        { kind: 'set-section', courseId: master.id, position: 1, name: 'Un', summary: '' },
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
          linkedCourseId: master.id,
          makeGroup: false,
          groupId: null,
        },
      ])
      await platform.apply([{ kind: 'delete-course', id: master.id }])
      await platform.apply([{ kind: 'delete-course', id: master.id }])
      expect(await recordOf(platform, master.id)).toBeUndefined()
      expect(await sectionsOf(platform, master.id)).toEqual([])
      const methods = await platform.look((read) => read.methods([master.id, meta.id]))
      expect(methods.map(({ courseId, method }) => [courseId, method])).toEqual([[meta.id, 'manual']])
    })
  })

  describe('sections', () => {
    it('take a name, a summary, or both; what is not given stays', async () => {
      const { id: courseId } = await platform.newCourse()
      const set = { kind: 'set-section', courseId } as const
      await platform.apply([
        { ...set, position: 1, name: 'Un' },
        { ...set, position: 1, summary: 'Premier' },
        { ...set, position: 0, name: 'Général', summary: 'Tout' },
      ])
      await platform.apply([{ ...set, position: 1, name: 'Introduction' }])
      expect(await sectionsOf(platform, courseId)).toEqual(['0 Général|Tout', '1 Introduction|Premier'])
    })

    it('added content comes after the last section; the general one stays where there is one', async () => {
      const { id: courseId } = await platform.newCourse()
      const content = {
        sections: [
          { position: 0, name: 'Général', summary: '' },
          { position: 1, name: 'Modèle', summary: 's' },
        ],
      }
      const put = { kind: 'put-content', courseId, mode: 'add', content } as const
      await platform.apply([put])
      await platform.apply([
        { kind: 'set-section', courseId, position: 0, name: 'Mien' },
        { kind: 'set-section', courseId, position: 3, name: 'Trois' },
        put,
        put,
      ])
      expect(await sectionsOf(platform, courseId)).toEqual([
        '0 Mien|',
        '1 Modèle|s',
        '3 Trois|',
        '4 Modèle|s',
        '5 Modèle|s',
      ])
    })

    it('content that replaces takes sections and groups away first', async () => {
      const { id: courseId } = await platform.newCourse()
      await platform.apply([
        { kind: 'set-section', courseId, position: 7, name: 'Sept', summary: '' },
        { kind: 'create-group', id: -1, courseId, name: 'TD-A', idnumber: null, description: '' },
        { kind: 'create-grouping', id: -2, courseId, name: 'TD', idnumber: null, description: '' },
      ])
      const content = { sections: [{ position: 2, name: 'Deux', summary: '' }] }
      await platform.apply([{ kind: 'put-content', courseId, mode: 'replace', content }])
      expect(await sectionsOf(platform, courseId)).toEqual(['2 Deux|'])
      expect(await platform.look((read) => read.groups([courseId]))).toEqual([])
      expect(await platform.look((read) => read.groupings([courseId]))).toEqual([])
    })
  })

  describe('resets', () => {
    it('count what they would clear, and then there is nothing left to count', async () => {
      const [course, other] = [await platform.newCourse(), await platform.newCourse()]
      const user = await platform.newUser()
      const roles = await platform.look((read) => read.roles())
      const roleId = roles.find(({ shortname }) => shortname === 'student')!.id
      for (const courseId of [course.id, other.id]) {
        const methods = await platform.look((read) => read.methods([courseId]))
        const pair = { courseId, userId: user.id }
        await platform.apply([
          { kind: 'enrol', methodId: methods[0]!.id, ...pair, active: true, startsAt: null, endsAt: null },
          { kind: 'assign-role', ...pair, roleId, component: 'enrol_manual', itemId: methods[0]!.id },
          { kind: 'create-group', id: -1, courseId, name: 'TD-A', idnumber: null, description: '' },
          { kind: 'join-group', groupId: -1, ...pair, component: '' },
        ])
      }
      const plan: ResetPlan = { ...keepAll, unenrolRoles: [roleId], groups: 'members' }
      const asked = [{ courseId: course.id, plan }]
      expect(await platform.look((read) => read.resetCounts(asked))).toEqual([
        {
          courseId: course.id,
          data: [],
          unenrolled: 1,
          localRoles: 0,
          groups: 0,
          memberships: 1,
          groupings: 0,
          groupsOfGroupings: 0,
        },
      ])
      await platform.apply([{ kind: 'reset-course', courseId: course.id, plan }])
      expect(await platform.look((read) => read.resetCounts(asked))).toMatchObject([
        { unenrolled: 0, memberships: 0 },
      ])
      const pairs = [course, other].map(({ id }) => ({ courseId: id, userId: user.id }))
      const courses = (list: readonly { courseId: Id }[]) => list.map(({ courseId }) => courseId)
      expect(courses(await platform.look((read) => read.enrolments(pairs)))).toEqual([other.id])
      expect(courses(await platform.look((read) => read.courseRoles(pairs)))).toEqual([other.id])
      expect(courses(await platform.look((read) => read.memberships(pairs)))).toEqual([other.id])
      expect(await platform.look((read) => read.groups([course.id]))).toHaveLength(1)
    })

    it('that clear groups and groupings leave the course itself', async () => {
      const { id: courseId } = await platform.newCourse()
      await platform.apply([
        { kind: 'set-section', courseId, position: 1, name: 'Un', summary: '' },
        { kind: 'create-group', id: -1, courseId, name: 'TD-A', idnumber: null, description: '' },
        { kind: 'create-grouping', id: -2, courseId, name: 'TD', idnumber: null, description: '' },
        { kind: 'add-to-grouping', groupingId: -2, groupId: -1, courseId },
      ])
      await platform.apply([{ kind: 'reset-course', courseId, plan: { ...keepAll, groupings: 'members' } }])
      expect(await platform.look((read) => read.groupingGroups([courseId]))).toEqual([])
      await platform.apply([
        { kind: 'reset-course', courseId, plan: { ...keepAll, groups: 'all', groupings: 'all' } },
      ])
      expect(await platform.look((read) => read.groups([courseId]))).toEqual([])
      expect(await platform.look((read) => read.groupings([courseId]))).toEqual([])
      expect(await sectionsOf(platform, courseId)).toEqual(['1 Un|'])
    })
  })

  describe('people by their full name', () => {
    it('are found whichever name comes first, without regard to case', async () => {
      const lastname = freshName('TESTUN')
      const user = await platform.newUser({ firstname: 'Ada', lastname })
      const named = (name: string) => platform.look((read) => read.usersNamed([name]))
      expect(await named(`ada ${lastname.toLowerCase()}`)).toEqual([user])
      expect(await named(`${lastname} ADA`)).toEqual([user])
      expect(await named(lastname)).toEqual([])
    })
  })
}
