import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { courseState, emptyPlatform, newPlatform } from '../../../../test/support/course-state.ts'
import { type Play, play } from '../../../../test/support/learning.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { makeGroupsTool } from './groups-tool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await emptyPlatform(database)
  await newPlatform(database, { courses: ['BIO101', 'DRT205'], users: [] })
})

const told = async (text: string, options: Play = {}) =>
  (await play(database, makeGroupsTool, text, options)).told
const state = (course = 'BIO101') => courseState(database, course)
const by = (identifier: string) => ({ settings: { 'learning.groups.group-identifier': identifier } })
const idOf = async (name: string) =>
  (await database.pool.query('select id from learning.course_group where name = $1', [name])).rows[0].id

const example = `type;courseid;name;idnumber;description;grouping
  grouping;BIO101;Travaux dirigés;GRP-TD;;
  group;BIO101;TD-A;TD-A;Groupe du lundi;GRP-TD
  group;BIO101;TD-B;TD-B;Groupe du jeudi;GRP-TD`
const exampleState = [
  'group TD-A #TD-A « Groupe du lundi »',
  'group TD-B #TD-B « Groupe du jeudi »',
  'grouping Travaux dirigés #GRP-TD: TD-A, TD-B',
]

describe('without updateid', () => {
  it('F26: the example of the specification makes groups in a grouping; again it changes nothing', async () => {
    expect(await told(example, { simulate: true })).toEqual(['2 created', '3 created', '4 created'])
    expect(await state()).toEqual([])
    expect(await told(example)).toEqual(['2 created', '3 created', '4 created'])
    expect(await state()).toEqual(exampleState)
    expect(await told(example)).toEqual(['2 unchanged', '3 unchanged', '4 unchanged'])
  })

  it.each([1, 2])('is the same in chunks of %i lines', async (chunk) => {
    expect(await told(example, { chunk })).toEqual(['2 created', '3 created', '4 created'])
    expect(await state()).toEqual(exampleState)
  })

  it('what exists by number, or by name when the line has none, is kept as it is', async () => {
    await told(example)
    expect(
      await told(`type;courseid;name;idnumber;description
        ;BIO101;Autre nom;TD-A;Autre texte
        group;BIO101;TD-B;;Autre texte
        grouping;BIO101;Travaux dirigés;;Autre texte
        GROUPING;BIO101;Projets;;`),
    ).toEqual(['2 unchanged', '3 unchanged', '4 unchanged', '5 created'])
    expect((await state()).slice(0, 2)).toEqual(exampleState.slice(0, 2))
  })

  it('a new number under a name that is taken is rejected', async () => {
    await told(example)
    expect(await told('courseid;name;idnumber\nBIO101;TD-A;TD-Z')).toEqual(['2 rejected NAME_TAKEN'])
    expect(await told('type;courseid;name;idnumber\ngrouping;BIO101;Projets;GRP-TD')).toEqual([
      '2 rejected IDNUMBER_TAKEN',
    ])
  })

  it('courses, types, names, flags and lengths are checked', async () => {
    expect(
      await told(`type;courseid;name;idnumber;selfgrouping
        group;NOPE;TD-A;;
        group;;TD-A;;
        team;BIO101;TD-A;;
        group;BIO101;;;
        group;BIO101;TD-A;${'x'.repeat(101)};
        group;BIO101;${'x'.repeat(255)};;
        group;BIO101;TD-A;;oui`),
    ).toEqual([
      '2 rejected UNKNOWN_COURSE',
      '3 rejected EMPTY_COURSE',
      '4 rejected UNKNOWN_TYPE',
      '5 rejected EMPTY_NAME',
      '6 rejected TOO_LONG',
      '7 rejected TOO_LONG',
      '8 rejected WRONG_VALUE',
    ])
  })
})

describe('with updateid', () => {
  beforeEach(() => told(example))

  it('G01: an update without idnumber column keeps the number', async () => {
    const file = 'courseid;name;updateid\nBIO101;TD-A (lundi);TD-A'
    expect(await told(file)).toEqual(['2 updated'])
    expect(await told(file)).toEqual(['2 unchanged'])
    expect((await state())[0]).toBe('group TD-A (lundi) #TD-A « Groupe du lundi »')
  })

  it('G02: an update of a missing group creates it in the right course', async () => {
    expect(await told('courseid;name;idnumber;updateid\nDRT205;TD-A;TD-A;TD-A')).toEqual(['2 created'])
    expect(await state('DRT205')).toEqual(['group TD-A #TD-A'])
    expect(await state()).toEqual(exampleState)
  })

  it('updates what is given, of groups and of groupings; empty cells say nothing', async () => {
    const file = `type;courseid;name;idnumber;description;updateid
      group;BIO101;Lundi;TD-A;Salle 3;1
      group;BIO101;TD-B;TD-B;;1
      grouping;BIO101;TD;GRP-TD;Tous;1
      grouping;BIO101;Projets;GRP-P;;1`
    expect(await told(file)).toEqual(['2 updated', '3 unchanged', '4 updated', '5 created'])
    expect(await told(file)).toEqual(['2 unchanged', '3 unchanged', '4 unchanged', '5 unchanged'])
    expect(await state()).toEqual([
      'group Lundi #TD-A « Salle 3 »',
      'group TD-B #TD-B « Groupe du jeudi »',
      'grouping Projets #GRP-P',
      'grouping TD #GRP-TD « Tous »: Lundi, TD-B',
    ])
  })

  it('a file that renumbers finds again what it has renumbered', async () => {
    const file = 'courseid;name;idnumber;updateid\nBIO101;TD-A;LUNDI;TD-A'
    expect(await told(file)).toEqual(['2 updated'])
    expect(await told(file)).toEqual(['2 unchanged'])
    expect((await state())[1]).toContain('#TD-B')
  })

  it('names may be swapped through a third', async () => {
    expect(
      await told(`courseid;name;updateid
        BIO101;provisoire;TD-A
        BIO101;TD-A;TD-B
        BIO101;TD-B;TD-A`),
    ).toEqual(['2 updated', '3 updated', '4 updated'])
    expect((await state()).slice(0, 2)).toEqual([
      'group TD-A #TD-B « Groupe du jeudi »',
      'group TD-B #TD-A « Groupe du lundi »',
    ])
  })

  it('a name or a number of another group of the course is refused', async () => {
    expect(
      await told(`courseid;name;idnumber;updateid
        BIO101;TD-B;;TD-A
        BIO101;TD-A;TD-B;TD-A`),
    ).toEqual(['2 rejected NAME_TAKEN', '3 rejected IDNUMBER_TAKEN'])
    expect(await state()).toEqual(exampleState)
  })

  it('by id, a group of another course is refused, and so is what is no number', async () => {
    const id = await idOf('TD-A')
    expect(
      await told(
        `courseid;name;updateid
        DRT205;TD-A;${id}
        BIO101;Lundi;${id}
        BIO101;Lundi;TD-A`,
        by('id'),
      ),
    ).toEqual(['2 rejected OTHER_COURSE', '3 updated', '4 rejected NOT_A_NUMBER'])
    expect(await state('DRT205')).toEqual([])
  })

  it('by name, the group is found by the name in updateid', async () => {
    expect(await told('courseid;name;updateid\nBIO101;Lundi;TD-A', by('name'))).toEqual(['2 updated'])
    expect((await state())[0]).toBe('group Lundi #TD-A « Groupe du lundi »')
  })
})

describe('groupings of groups', () => {
  it('G03: selfgrouping = 1 puts the group in a grouping of its name', async () => {
    const file = 'courseid;name;selfgrouping\nBIO101;TD-A;1\nBIO101;TD-B;0'
    expect(await told(file)).toEqual(['2 created', '3 created'])
    expect(await told(file)).toEqual(['2 unchanged', '3 unchanged'])
    expect(await state()).toEqual(['group TD-A', 'group TD-B', 'grouping TD-A: TD-A'])
    expect(await told('courseid;name;selfgrouping;updateid\nBIO101;TD-B;1;')).toEqual(['2 updated'])
    expect(await state()).toContain('grouping TD-B: TD-B')
  })

  it('G04: an unknown grouping is a warning, and the line is for the retry file', async () => {
    const file = 'courseid;name;grouping\nBIO101;TD-A;GRP-X'
    expect(await told(file)).toEqual(['2 partial UNKNOWN_GROUPING'])
    expect(await told(file)).toEqual(['2 partial UNKNOWN_GROUPING'])
    expect(await state()).toEqual(['group TD-A'])
  })

  it('autogrouping does so for groups that the file creates, where it does not say', async () => {
    await told('courseid;name\nBIO101;TD-A')
    const settings = { 'learning.groups.autogrouping': true }
    expect(await told('courseid;name\nBIO101;TD-A\nBIO101;TD-B', { settings })).toEqual([
      '2 unchanged',
      '3 created',
    ])
    expect(await told('courseid;name;selfgrouping\nBIO101;TD-C;0', { settings })).toEqual(['2 created'])
    expect(await state()).toEqual(['group TD-A', 'group TD-B', 'group TD-C', 'grouping TD-B: TD-B'])
  })
})
