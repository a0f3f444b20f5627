import { describe, expect, it } from 'vitest'
import type { UserFields, UserRecord } from '../records.ts'
import { type DriverSubject, freshName, type SuitePlatform, userFields } from './suite-platform.ts'

async function recordOf(platform: SuitePlatform, id: number): Promise<UserRecord> {
  const [record] = await platform.look((read) => read.userRecords([id]))
  return record!
}

/** Accounts: all their fields, their names changing hands, their end and their return. */
export const usersSubject: DriverSubject = (platform) => {
  describe('users', () => {
    const everything = (username: string): UserFields => ({
      ...userFields(username),
      idnumber: freshName('E'),
      email: `${username}@example.org`,
      auth: 'cas',
      passwordHash: 'a hash',
      passwordState: 'set',
      mustChangePassword: true,
      institution: 'Univ',
      department: 'Sciences',
      city: 'Testville',
      country: 'FR',
      lang: 'fr',
      timezone: 'Europe/Paris',
      icq: '1',
      phone1: '0102',
      phone2: '0103',
      address: '1 rue X, « Y »',
      url: 'https://example.org',
      description: 'Un\n"texte" \\ 😀',
      mailDisplay: 2,
      mailDigest: 1,
      mailFormat: 0,
      htmlEditor: 0,
      autoSubscribe: false,
      trackForums: true,
      suspended: true,
    })

    it('a new account has every field that it is given', async () => {
      const fields = everything(freshName('whole'))
      const { id } = await platform.newUser(fields)
      expect(await recordOf(platform, id)).toEqual({ ...fields, id, deleted: false, protectedAs: null })
    })

    it('an update touches the fields that it gives, and no others', async () => {
      const one = everything(freshName('one'))
      const two = everything(freshName('two'))
      const [{ id: first }, { id: second }] = [await platform.newUser(one), await platform.newUser(two)]
      await platform.apply([
        { kind: 'update-user', id: first, changes: { city: '', email: null } },
        { kind: 'update-user', id: second, changes: { suspended: false } },
        { kind: 'update-user', id: first, changes: { city: 'Autre' } },
      ])
      expect(await recordOf(platform, first)).toMatchObject({ ...one, city: 'Autre', email: null })
      expect(await recordOf(platform, second)).toMatchObject({ ...two, suspended: false })
    })

    it('names and numbers change hands in one chunk', async () => {
      const [one, two] = [everything(freshName('hand')), everything(freshName('hand'))]
      const [{ id: first }, { id: second }] = [await platform.newUser(one), await platform.newUser(two)]
      await platform.apply([
        { kind: 'update-user', id: first, changes: { username: freshName('aside'), idnumber: null } },
        { kind: 'update-user', id: second, changes: { username: one.username, idnumber: one.idnumber } },
        { kind: 'update-user', id: first, changes: { username: two.username, idnumber: two.idnumber } },
      ])
      expect(await recordOf(platform, first)).toMatchObject({
        username: two.username,
        idnumber: two.idnumber,
      })
      expect(await recordOf(platform, second)).toMatchObject({
        username: one.username,
        idnumber: one.idnumber,
      })
    })

    it('an account made in the chunk may be updated, deleted and revived in it', async () => {
      const [username, other] = [freshName('made'), freshName('made')]
      await platform.apply([
        { kind: 'create-user', id: -3, fields: userFields(username) },
        { kind: 'update-user', id: -3, changes: { city: 'Une' } },
        { kind: 'delete-user', id: -3 },
        { kind: 'revive-user', id: -3, changes: { username: other } },
        { kind: 'update-user', id: -3, changes: { city: 'Deux' } },
        { kind: 'create-user', id: -4, fields: userFields(username) },
      ])
      const found = await platform.look((read) => read.users('username', [username, other]))
      expect(found.map((user) => user.username).sort()).toEqual([username, other].sort())
      const { id } = found.find((user) => user.username === other)!
      expect(await recordOf(platform, id)).toMatchObject({ city: 'Deux', deleted: false })
    })

    it('a deleted account keeps its row, loses its memberships and frees its identity', async () => {
      const fields = everything(freshName('gone'))
      const { id: userId } = await platform.newUser(fields)
      const { id: courseId } = await platform.newCourse()
      const [method] = await platform.look((read) => read.methods([courseId]))
      const [role] = await platform.look((read) => read.roles())
      const cohort = freshName('Cohort')
      const place = { courseId, userId }
      await platform.apply([
        { kind: 'enrol', methodId: method!.id, ...place, active: true, startsAt: null, endsAt: null },
        { kind: 'assign-role', ...place, roleId: role!.id, component: '', itemId: 0 },
        { kind: 'create-group', id: -1, courseId, name: 'TD', idnumber: null, description: '' },
        { kind: 'join-group', groupId: -1, ...place, component: '' },
        {
          kind: 'create-cohort',
          id: -2,
          categoryId: null,
          name: cohort,
          idnumber: null,
          description: '',
          component: '',
        },
        { kind: 'join-cohort', cohortId: -2, userId },
      ])
      await platform.apply([{ kind: 'delete-user', id: userId }])
      await platform.apply([{ kind: 'delete-user', id: userId }])

      expect(await platform.look((read) => read.enrolments([place]))).toEqual([])
      expect(await platform.look((read) => read.courseRoles([place]))).toEqual([])
      expect(await platform.look((read) => read.memberships([place]))).toEqual([])
      const [found] = await platform.look((read) => read.cohorts('name', [cohort]))
      expect(await platform.look((read) => read.membersOfCohorts([found!.id]))).toEqual([])
      expect(await platform.look((read) => read.users('username', [fields.username]))).toEqual([])
      expect(await recordOf(platform, userId)).toMatchObject({ ...fields, deleted: true })
      const heir = await platform.newUser(fields)
      expect(heir.id).not.toBe(userId)
    })

    it('deleted accounts are found by what named them, the newest first, and live again when revived', async () => {
      const fields = everything(freshName('again'))
      const { id: first } = await platform.newUser(fields)
      await platform.apply([{ kind: 'delete-user', id: first }])
      const { id: second } = await platform.newUser(fields)
      await platform.apply([{ kind: 'delete-user', id: second }])
      for (const [by, value] of [
        ['username', fields.username.toUpperCase()],
        ['idnumber', fields.idnumber!],
        ['email', fields.email!.toUpperCase()],
      ] as const) {
        const found = await platform.look((read) => read.deletedUsers(by, [value]))
        expect(found.map(({ id }) => id)).toEqual([second, first])
      }
      await platform.apply([{ kind: 'revive-user', id: first, changes: { lastname: 'TESTREVENU' } }])
      const [living] = await platform.look((read) => read.users('username', [fields.username]))
      expect(living).toMatchObject({ id: first, lastname: 'TESTREVENU', firstname: fields.firstname })
    })

    it('user names and addresses are found without regard to case, numbers exactly; an empty value finds nobody', async () => {
      const stem = freshName('case')
      await platform.newUser({ username: stem, idnumber: `${stem}N`, email: `${stem}@Example.org` })
      const count = async (by: 'username' | 'email' | 'idnumber' | 'id', value: string) =>
        (await platform.look((read) => read.users(by, [value]))).length
      expect(await count('username', stem.toUpperCase())).toBe(1)
      expect(await count('email', `${stem}@EXAMPLE.ORG`)).toBe(1)
      expect(await count('idnumber', `${stem}n`)).toBe(0)
      expect(await count('idnumber', `${stem}N`)).toBe(1)
      for (const by of ['username', 'email', 'idnumber', 'id'] as const) expect(await count(by, '')).toBe(0)
      expect(await count('id', stem)).toBe(0)
    })

    it('whole accounts are found as their keys are, each once; a hosted name may have an @ of its own', async () => {
      const username = `${freshName('at')}@example.org`
      const { id } = await platform.newUser({ username, hostId: 2 })
      const hosted = await platform.look((read) =>
        read.users('hostedusername', [`${username}@2`, `${username}@1`]),
      )
      expect(hosted.map((user) => user.id)).toEqual([id])
      const whole = await platform.look((read) =>
        read.userRecordsBy('username', [username, username.toUpperCase(), '']),
      )
      expect(whole).toEqual([await recordOf(platform, id)])
    })
  })
}
