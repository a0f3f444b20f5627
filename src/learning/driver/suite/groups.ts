import { describe, expect, it } from 'vitest'
import type { DriverSubject, SuitePlatform } from './suite-platform.ts'

async function courseWithGroups(platform: SuitePlatform, ...names: readonly string[]) {
  const course = await platform.newCourse()
  await platform.apply(
    names.map((name, index) => ({
      kind: 'create-group' as const,
      id: -1 - index,
      courseId: course.id,
      name,
      idnumber: null,
      description: '',
    })),
  )
  const groups = await platform.look((read) => read.groups([course.id]))
  return { course, groups: names.map((name) => groups.find((group) => group.name === name)!) }
}

/** Groups, groupings and memberships. */
export const groupsSubject: DriverSubject = (platform) => {
  describe('groups', () => {
    it('a group is created and joined in one chunk by its provisional identifier', async () => {
      const [course, user] = [await platform.newCourse(), await platform.newUser()]
      const pair = { courseId: course.id, userId: user.id }
      await platform.apply([
        {
          kind: 'create-group',
          id: -1,
          courseId: course.id,
          name: 'TD-A',
          idnumber: 'A',
          description: 'Lundi',
        },
        { kind: 'join-group', groupId: -1, ...pair, component: 'tool_sync' },
      ])
      const [group] = await platform.look((read) => read.groups([course.id]))
      expect(group).toMatchObject({
        courseId: course.id,
        name: 'TD-A',
        idnumber: 'A',
        description: 'Lundi',
      })
      expect(await platform.look((read) => read.memberships([pair]))).toEqual([
        { groupId: group!.id, ...pair, component: 'tool_sync' },
      ])
      expect(await platform.look((read) => read.groupsWithIds([group!.id]))).toEqual([group])
    })

    it('joining sets who gave the membership, also of a member; leaving twice leaves once', async () => {
      const { course, groups } = await courseWithGroups(platform, 'TD-A')
      const user = await platform.newUser()
      const membership = { groupId: groups[0]!.id, courseId: course.id, userId: user.id, component: '' }
      await platform.apply([{ kind: 'join-group', ...membership }])
      expect(await platform.look((read) => read.memberships([membership]))).toEqual([membership])
      await platform.apply([
        { kind: 'leave-group', ...membership },
        { kind: 'join-group', ...membership, component: 'tool_sync' },
      ])
      expect(await platform.look((read) => read.memberships([membership]))).toEqual([
        { ...membership, component: 'tool_sync' },
      ])
      await platform.apply([{ kind: 'leave-group', ...membership }])
      await platform.apply([{ kind: 'leave-group', ...membership }])
      expect(await platform.look((read) => read.memberships([membership]))).toEqual([])
    })

    it('updating groups changes what is given, swaps of names included', async () => {
      const { course, groups } = await courseWithGroups(platform, 'A', 'B')
      await platform.apply([
        { kind: 'update-group', id: groups[0]!.id, name: 'C' },
        { kind: 'update-group', id: groups[1]!.id, name: 'A', description: 'ancien B' },
        { kind: 'update-group', id: groups[0]!.id, name: 'B', idnumber: 'N' },
      ])
      const after = await platform.look((read) => read.groups([course.id]))
      expect(after.find(({ id }) => id === groups[0]!.id)).toMatchObject({
        name: 'B',
        idnumber: 'N',
        description: '',
      })
      expect(after.find(({ id }) => id === groups[1]!.id)).toMatchObject({
        name: 'A',
        description: 'ancien B',
      })
    })

    it('a group that takes the name that another has given up in the same chunk is created', async () => {
      const { course, groups } = await courseWithGroups(platform, 'A')
      await platform.apply([
        { kind: 'update-group', id: groups[0]!.id, name: 'B' },
        { kind: 'create-group', id: -1, courseId: course.id, name: 'A', idnumber: null, description: '' },
      ])
      const after = await platform.look((read) => read.groups([course.id]))
      expect(after.map(({ name }) => name).sort()).toEqual(['A', 'B'])
    })

    it('deleting a group takes its memberships along', async () => {
      const { course, groups } = await courseWithGroups(platform, 'A')
      const user = await platform.newUser()
      const pair = { courseId: course.id, userId: user.id }
      await platform.apply([{ kind: 'join-group', groupId: groups[0]!.id, ...pair, component: '' }])
      await platform.apply([{ kind: 'delete-group', id: groups[0]!.id }])
      expect(await platform.look((read) => read.groups([course.id]))).toEqual([])
      expect(await platform.look((read) => read.memberships([pair]))).toEqual([])
    })

    it('groupings are created, updated, filled and deleted', async () => {
      const { course, groups } = await courseWithGroups(platform, 'A')
      const inGrouping = { groupingId: -5, groupId: groups[0]!.id, courseId: course.id }
      await platform.apply([
        {
          kind: 'create-grouping',
          id: -5,
          courseId: course.id,
          name: 'TD',
          idnumber: null,
          description: '',
        },
        { kind: 'add-to-grouping', ...inGrouping },
        { kind: 'add-to-grouping', ...inGrouping },
      ])
      const [grouping] = await platform.look((read) => read.groupings([course.id]))
      expect(await platform.look((read) => read.groupingGroups([course.id]))).toEqual([
        { ...inGrouping, groupingId: grouping!.id },
      ])
      await platform.apply([{ kind: 'update-grouping', id: grouping!.id, idnumber: 'GRP' }])
      expect(await platform.look((read) => read.groupings([course.id]))).toEqual([
        { ...grouping, idnumber: 'GRP' },
      ])
      await platform.apply([{ kind: 'delete-grouping', id: grouping!.id }])
      expect(await platform.look((read) => read.groupings([course.id]))).toEqual([])
      expect(await platform.look((read) => read.groups([course.id]))).toHaveLength(1)
    })

    it('empty groups are those without members; empty groupings hold no group but such ones', async () => {
      const { course, groups } = await courseWithGroups(platform, 'full', 'empty')
      const user = await platform.newUser()
      const grouping = (id: number, name: string) =>
        ({ kind: 'create-grouping', id, courseId: course.id, name, idnumber: null, description: '' }) as const
      const put = (groupingId: number, groupId: number) =>
        ({ kind: 'add-to-grouping', groupingId, groupId, courseId: course.id }) as const
      await platform.apply([
        {
          kind: 'join-group',
          groupId: groups[0]!.id,
          courseId: course.id,
          userId: user.id,
          component: '',
        },
        grouping(-1, 'lived in'),
        grouping(-2, 'of empty ones'),
        grouping(-3, 'of none'),
        put(-1, groups[0]!.id),
        put(-1, groups[1]!.id),
        put(-2, groups[1]!.id),
      ])
      const empty = await platform.look((read) => read.emptyGroups([course.id]))
      expect(empty.groups.map(({ name }) => name)).toEqual(['empty'])
      expect(empty.groupings.map(({ name }) => name).sort()).toEqual(['of empty ones', 'of none'])
    })

    it('asking for nothing answers nothing', async () => {
      expect(
        await platform.look(async (read) => [
          await read.groups([]),
          await read.groupsWithIds([]),
          await read.groupings([]),
          await read.groupingGroups([]),
          await read.memberships([]),
          await read.emptyGroups([]),
        ]),
      ).toEqual([[], [], [], [], [], { groups: [], groupings: [] }])
    })
  })
}
