import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Play, play } from '../../../../test/support/learning.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { checkHeader } from '../../../exchange/command-file/check-header.ts'
import { makeCohortsTool } from './cohorts-tool.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(
    `insert into learning.app_user (username, idnumber, firstname, lastname)
     select 'testun' || n, 'E100' || n, 'Camille', 'TESTUN' from generate_series(1, 5) n`,
  )
  await database.pool.query(
    `insert into learning.course_category (name, idnumber) values ('Sciences', 'SCI')`,
  )
})
afterAll(() => database.drop())

beforeEach(async () => {
  await database.pool.query('delete from setting')
  await database.pool.query('delete from learning.cohort')
})

const sync = (text: string, options: Play = {}) => play(database, makeCohortsTool, text, options)

/** `L1 « Licence 1 » E1001 E1002`, one a cohort. */
async function cohorts(): Promise<string[]> {
  const { rows } = await database.pool.query<{ told: string }>(
    `select coalesce(c.idnumber, '-') || ' « ' || c.name || ' »'
       || coalesce((select string_agg(' ' || u.idnumber, '' order by u.idnumber)
                    from learning.cohort_member m join learning.app_user u on u.id = m.user_id
                    where m.cohort_id = c.id), '') as told
     from learning.cohort c order by c.idnumber, c.name`,
  )
  return rows.map((row) => row.told)
}

async function cohortRow(idnumber: string) {
  const { rows } = await database.pool.query(
    `select c.name, c.description, c.component, g.idnumber as category
     from learning.cohort c left join learning.course_category g on g.id = c.category_id where c.idnumber = $1`,
    [idnumber],
  )
  return rows[0]
}

const example = `
  cmd;cidnumber;cname;cdescription;userid
  add;L1;Licence 1;Promotion 2026;E1001
  add;L1;Licence 1;;E1002
  del;L1;;;E1001
  free;OLD25;;;`

describe('cohorts and members', () => {
  it('plays the example of the specification: L1 with one member, OLD25 rejected as unknown', async () => {
    const { told } = await sync(example)
    expect(told).toEqual(['3 created', '4 created', '5 deleted', '6 rejected UNKNOWN_COHORT'])
    expect(await cohorts()).toEqual(['L1 « Licence 1 » E1002'])
    expect(await cohortRow('L1')).toMatchObject({ description: 'Promotion 2026', category: null })
  })

  it('plays the example with OLD25 there: emptied, the cohort itself stays', async () => {
    await sync('cidnumber;cname;userid\nOLD25;Ancienne;E1003\nOLD25;;E1004')
    const { told, verdicts } = await sync(example)
    expect(told[3]).toBe('6 deleted')
    expect(verdicts[3]!.messages).toMatchObject([{ code: 'MEMBERS_REMOVED', severity: 'info' }])
    expect(verdicts[3]!.changes.map((change) => change.key).sort()).toEqual([
      'OLD25 / E1003',
      'OLD25 / E1004',
    ])
    expect(await cohorts()).toEqual(['L1 « Licence 1 » E1002', 'OLD25 « Ancienne »'])
  })

  it('F26: a second identical file changes nothing', async () => {
    const text =
      'cidnumber;cname;cdescription;userid\nL1;Licence 1;D;E1001\nL2;Licence 2;;\nL2;Licence 2;;E1002'
    expect((await sync(text)).told).toEqual(['2 created', '3 created', '4 created'])
    const second = await sync(text)
    expect(second.told).toEqual(['2 unchanged', '3 unchanged', '4 unchanged'])
    expect(second.verdicts.flatMap((verdict) => verdict.operations)).toEqual([])
  })

  it('a simulation has the outcomes of the real run and writes nothing', async () => {
    const simulated = await sync(example, { simulate: true, chunk: 1 })
    expect(await cohorts()).toEqual([])
    expect(simulated.told).toEqual((await sync(example)).told)
  })

  it('a user without cohort may be empty: no member, no message', async () => {
    const { told, verdicts } = await sync('cmd;cidnumber;cname;userid\n;L1;Licence 1;')
    expect(told).toEqual(['2 created'])
    expect(verdicts[0]!.messages).toEqual([])
  })

  it('an unknown user on add is rejected, and its cohort is not created either', async () => {
    const { told } = await sync('cidnumber;cname;userid\nL1;Licence 1;NOBODY')
    expect(told).toEqual(['2 rejected UNKNOWN_USER'])
    expect(await cohorts()).toEqual([])
  })

  it('an empty key is rejected', async () => {
    expect((await sync('cidnumber;cname;userid\n;Licence 1;E1001')).told).toEqual(['2 rejected EMPTY_COHORT'])
  })

  it('a created cohort without a name is called by its number', async () => {
    await sync('cidnumber;userid\nL9;E1001')
    expect(await cohorts()).toEqual(['L9 « L9 » E1001'])
  })

  it('updates every given column that is not the key, and keeps what is empty', async () => {
    await sync('cidnumber;cname;cdescription;component\nL1;Licence 1;Avant;tool_a')
    const { told, verdicts } = await sync('cidnumber;cname;cdescription;component\nL1;;Après;')
    expect(told).toEqual(['2 updated'])
    expect(verdicts[0]!.changes).toEqual([
      { entity: 'cohort', key: 'L1', field: 'description', before: 'Avant', after: 'Après' },
    ])
    expect(await cohortRow('L1')).toMatchObject({
      name: 'Licence 1',
      description: 'Après',
      component: 'tool_a',
    })
  })

  it('a category is given by number or idnumber, 0 moves the cohort back to the platform', async () => {
    const { rows } = await database.pool.query(
      `select id from learning.course_category where idnumber = 'SCI'`,
    )
    expect((await sync(`cidnumber;ccatcontext\nL1;${rows[0].id}`)).told).toEqual(['2 created'])
    expect((await cohortRow('L1'))!.category).toBe('SCI')
    expect((await sync('cidnumber;ccatcontext\nL1;0')).told).toEqual(['2 updated'])
    expect((await cohortRow('L1'))!.category).toBeNull()
    expect((await sync('cidnumber;ccatcontext;ccatcontextidnumber\nL1;;SCI')).told).toEqual(['2 updated'])
    expect((await cohortRow('L1'))!.category).toBe('SCI')
    expect((await sync('cidnumber;ccatcontext;ccatcontextidnumber\nL1;0;SCI')).told).toEqual(['2 updated'])
  })

  it('an unknown category is rejected, on creation and on update', async () => {
    await sync('cidnumber\nL1')
    const { told } = await sync('cidnumber;ccatcontext;ccatcontextidnumber\nL1;999999;\nL2;;NONE')
    expect(told).toEqual(['2 rejected UNKNOWN_CATEGORY', '3 rejected UNKNOWN_CATEGORY'])
  })

  it('conflicts of number and name are rejected; cohorts without number do not conflict', async () => {
    const byName = { settings: { 'learning.cohorts.cohort-identifier': 'name' } }
    await sync('cname;cidnumber\nLicence 1;L1\nSans numéro;', byName)
    expect((await sync('cname;cidnumber\nAutre;L1\nAussi sans;', byName)).told).toEqual([
      '2 rejected IDNUMBER_TAKEN',
      '3 created',
    ])
    const byNumber = { settings: { 'learning.cohorts.cohort-identifier': 'idnumber' } }
    expect((await sync('cidnumber;cname\nL2;Licence 1', byNumber)).told).toEqual(['2 rejected NAME_TAKEN'])
    expect((await sync('cidnumber;cname\nL2;Licence 2\nL2;Licence 1', byNumber)).told).toEqual([
      '2 created',
      '3 rejected NAME_TAKEN',
    ])
  })

  it('del without a user deletes the cohort with its members, and the line counts as destroying', async () => {
    await sync('cidnumber;userid\nL1;E1001\nL1;E1002')
    const { told, verdicts } = await sync('cmd;cidnumber;userid\ndel;L1;')
    expect(told).toEqual(['2 deleted'])
    expect(verdicts[0]!.changes).toContainEqual({
      entity: 'cohort',
      key: 'L1',
      field: 'members',
      before: 2,
      after: 0,
    })
    expect(await cohorts()).toEqual([])
    const tool = await makeCohortsTool({ settings: { get: async () => 'idnumber' } } as never)
    const checked = (verb: string, user: string) => ({ verb, user, key: 'L1' })
    expect(tool.destroys!(checked('del', ''))).toBe(true)
    expect(tool.destroys!(checked('free', ''))).toBe(true)
    expect(tool.destroys!(checked('del', 'E1001'))).toBe(false)
  })

  it('a cohort may be deleted and made anew in one chunk', async () => {
    await sync('cidnumber;cname;userid\nL1;Licence 1;E1001')
    const { told } = await sync('cmd;cidnumber;cname;userid\ndel;L1;;\nadd;L1;Licence 1;E1002\nadd;L1;;E1001')
    expect(told).toEqual(['2 deleted', '3 created', '4 created'])
    expect(await cohorts()).toEqual(['L1 « Licence 1 » E1001 E1002'])
  })

  it('a cohort created in a chunk may be renamed in it', async () => {
    const { told } = await sync('cidnumber;cname\nL1;Ancien\nL1;Nouveau\nL2;Ancien')
    expect(told).toEqual(['2 created', '3 updated', '4 created'])
    expect(await cohorts()).toEqual(['L1 « Nouveau »', 'L2 « Ancien »'])
  })

  it('with the identifier id a cohort is changed, never created', async () => {
    await sync('cidnumber;cname\nL1;Licence 1')
    const { rows } = await database.pool.query('select id from learning.cohort')
    const byId = { settings: { 'learning.cohorts.cohort-identifier': 'id' } }
    const { told } = await sync(`cid;cname;cidnumber\n${rows[0].id};Renommée;N1\n99999999;X;Y\nabc;X;Y`, byId)
    expect(told).toEqual(['2 updated', '3 rejected UNKNOWN_COHORT', '4 rejected NOT_A_NUMBER'])
    expect(await cohorts()).toEqual(['N1 « Renommée »'])
  })

  it('a name that two cohorts have is ambiguous', async () => {
    await database.pool.query(`insert into learning.cohort (name) values ('Double'), ('Double')`)
    const { told } = await sync('cname;userid\nDouble;E1001', {
      settings: { 'learning.cohorts.cohort-identifier': 'name' },
    })
    expect(told).toEqual(['2 rejected AMBIGUOUS_COHORT'])
  })

  it('values that are too long are rejected', async () => {
    const { told } = await sync(`cidnumber;cname\n${'9'.repeat(101)};x\nL1;${'n'.repeat(255)}`)
    expect(told).toEqual(['2 rejected TOO_LONG', '3 rejected TOO_LONG'])
  })

  it('deletes cohorts left without members by this file only, and only when asked to', async () => {
    await sync('cidnumber;userid\nEMPTY;\nL1;E1001\nL2;E1002')
    const text = 'cmd;cidnumber;userid\ndel;L1;E1001\nadd;NEW;\nfree;L2;\nadd;L2;E1003'
    expect((await sync(text, { simulate: true })).conclusion).toEqual([])
    const { conclusion } = await sync(text, { settings: { 'learning.cohorts.sync-delete': true } })
    expect(conclusion.map((message) => message.code)).toEqual(['EMPTY_COHORTS_DELETED'])
    expect(await cohorts()).toEqual(['EMPTY « EMPTY »', 'L2 « L2 » E1003'])
  })

  it('lines planned one by one come to the same as lines planned together', async () => {
    const line = fc
      .record({
        cmd: fc.constantFrom('add', 'add', 'add', 'del', 'free'),
        key: fc.constantFrom('L1', 'L2', ''),
        name: fc.constantFrom('', '', 'A', 'B', 'L1'),
        description: fc.constantFrom('', 'D'),
        user: fc.constantFrom('', 'E1001', 'E1002', 'NOBODY'),
      })
      .map(({ cmd, key, name, description, user }) => [cmd, key, name, description, user].join(';'))
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 12 }), async (lines) => {
        const text = `cmd;cidnumber;cname;cdescription;userid\n${lines.join('\n')}`
        await database.pool.query('delete from learning.cohort')
        const together = { told: (await sync(text)).told, left: await cohorts() }
        await database.pool.query('delete from learning.cohort')
        const alone = { told: (await sync(text, { chunk: 1 })).told, left: await cohorts() }
        expect(alone).toEqual(together)
      }),
      { numRuns: 40 },
    )
  })

  it('what lines have touched survives a restart', async () => {
    const touched = await import('../../world/touched-cohorts.ts')
    const before = touched.touchedCohorts()
    before.note([{ kind: 'join-cohort', cohortId: 7, userId: 1 }], [])
    const after = touched.touchedCohorts()
    after.restore(JSON.parse(JSON.stringify(before.save())))
    expect(after.save()).toEqual({ ids: [7], idnumbers: [], names: [], courses: [] })
  })
})

describe('cases of learning.md 7.3', () => {
  it('H01: del with an unknown user deletes nothing', async () => {
    await sync('cidnumber;userid\nL1;E1001')
    expect((await sync('cmd;cidnumber;userid\ndel;L1;NOBODY')).told).toEqual(['2 rejected UNKNOWN_USER'])
    expect(await cohorts()).toEqual(['L1 « L1 » E1001'])
  })

  it('H02: adding the same member twice is unchanged, and says so', async () => {
    const { told, verdicts } = await sync('cidnumber;userid\nL1;E1001\nL1;E1001')
    expect(told).toEqual(['2 created', '3 unchanged'])
    expect(verdicts[1]!.messages.map((message) => message.text.fr)).toEqual([
      'E1001 est déjà membre de la cohorte L1',
    ])
  })

  it('H03: del of who is no member is unchanged', async () => {
    const { told } = await sync('cmd;cidnumber;userid\nadd;L1;E1001\ndel;L1;E1002')
    expect(told).toEqual(['2 created', '3 unchanged'])
  })

  it('H04: del and free of an unknown cohort are rejected', async () => {
    const { told } = await sync('cmd;cidnumber;userid\ndel;NONE;\ndel;NONE;E1001\nfree;NONE;')
    expect(told).toEqual(['2', '3', '4'].map((line) => `${line} rejected UNKNOWN_COHORT`))
  })

  it('H05: cname renames a cohort named by its number', async () => {
    await sync('cidnumber;cname\nL1;Licence 1')
    const { told, verdicts } = await sync('cidnumber;cname\nL1;Licence première année')
    expect(told).toEqual(['2 updated'])
    expect(verdicts[0]!.changes).toMatchObject([{ field: 'name', before: 'Licence 1' }])
    expect(await cohorts()).toEqual(['L1 « Licence première année »'])
  })

  it('H06: an unknown verb is rejected; verbs are taken in any case', async () => {
    const { told } = await sync('cmd;cidnumber\nremove;L1\nADD;L1')
    expect(told).toEqual(['2 rejected UNKNOWN_COMMAND', '3 created'])
  })

  it('H07: with the creation of missing cohorts off, an unknown cohort is rejected', async () => {
    const { told } = await sync('cidnumber;userid\nL1;E1001', {
      settings: { 'learning.cohorts.auto-create': false },
    })
    expect(told).toEqual(['2 rejected UNKNOWN_COHORT'])
  })

  it('H08: the column cid is the key when the identifier is the name and cname is absent', async () => {
    const byName = { settings: { 'learning.cohorts.cohort-identifier': 'name' } }
    expect((await sync('cid;cidnumber;userid\nLicence 1;L1;E1001', byName)).told).toEqual(['2 created'])
    expect(await cohorts()).toEqual(['L1 « Licence 1 » E1001'])
    expect((await sync('cid;userid\nLicence 1;E1001', byName)).told).toEqual(['2 unchanged'])
  })

  it('H08: a header with neither key column is refused, one with either is taken', async () => {
    const tool = await makeCohortsTool({
      settings: { get: async ({ default: value }: { default: unknown }) => value },
    } as never)
    const check = (header: string) =>
      checkHeader(header, 1, tool.columns!, { separator: ';', unknownColumns: 'refuse' })
    expect(check('cname;userid')).toMatchObject({ ok: false, faults: [{ code: 'MISSING_COLUMN' }] })
    expect(check('cidnumber;userid').ok).toBe(true)
    expect(check('cid;userid').ok).toBe(true)
  })

  it('H08: a file with neither key column names no cohort', async () => {
    await expect(sync('cname;userid\nLicence 1;E1001')).rejects.toThrow('MISSING_COLUMN')
  })
})
