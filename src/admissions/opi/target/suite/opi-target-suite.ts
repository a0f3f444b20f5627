import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openRemoteDatabase, type RemoteDatabase } from '../../../../platform/remote-database.ts'
import { databaseTarget } from '../database-target.ts'
import { type OpiKeys, type OpiRecord, type OpiTarget, OpiTargetUnavailable } from '../opi-target.ts'
import { type OpiPerson, type OpiWish, type RecordField, recordFields } from '../record-fields.ts'

/** Where the tables are, and how this dialect writes what a hostile establishment adds to them. */
export interface SuiteSubject {
  /** Of an empty database. */
  readonly url: () => string
}

const scripts = join(import.meta.dirname, '../../../../../docs/opi-target')

/** Makes the tables of docs/opi-target/ in a database. */
export async function createOpiTables(database: RemoteDatabase): Promise<void> {
  const script = readFileSync(
    join(scripts, database.dialect === 'postgres' ? 'postgresql.sql' : 'mysql.sql'),
    'utf8',
  )
  for (const statement of script.replaceAll(/^--.*$/gm, '').split(';'))
    if (statement.trim() !== '') await database.execute(statement)
}

/** What every target must do that BATCH_ASYNC_OPI pours into, run on each kind of database. */
export function opiTargetSuite(subject: SuiteSubject): void {
  let admin: RemoteDatabase
  let target: OpiTarget

  beforeAll(async () => {
    admin = await openRemoteDatabase(subject.url())
    await createOpiTables(admin)
    target = databaseTarget(subject.url(), { names: {} })
  })
  afterAll(async () => {
    await target?.close()
    await admin?.close()
  })
  beforeEach(async () => {
    await admin.execute('delete from VOEUX_INS')
    await admin.execute('delete from IND_OPI')
  })

  const countOf = async (table: string) =>
    Number((await admin.query<{ n: number | string }>(`select count(*) as n from ${table}`))[0]!.n)

  describe('pouring and reading back', () => {
    it('a new record is found by its code with its wishes; the whole of it is written', async () => {
      await pour(target, record(1, { wishes: [wish('L1INFO'), wish('L1MATH')] }))
      const [found] = (await target.readBack([keys(1)])).get(1)!
      expect(found).toMatchObject({ opiCode: 'ECT0000001', by: 'code', bornOn: '2005-03-14' })
      expect([...found!.wishes].sort()).toEqual(['CG1/L1INFO/101', 'CG1/L1MATH/101'])
      const [row] = await admin.query<Record<string, unknown>>('select * from IND_OPI')
      const lower = Object.fromEntries(
        Object.entries(row!).map(([name, value]) => [name.toLowerCase(), value]),
      )
      for (const [field, { column }] of Object.entries(recordFields))
        if (field !== 'bornOn')
          expect([column, String(lower[column.toLowerCase()])]).toEqual([
            column,
            String(person(1)[field as RecordField]),
          ])
    })

    it('pouring again replaces the list, an empty one takes it away, and no record is added', async () => {
      await pour(target, record(1, { wishes: [wish('L1INFO'), wish('L1MATH')] }))
      const [{ recordId } = never()] = (await target.readBack([keys(1)])).get(1)!
      for (const list of [[wish('L1MATH')], [wish('L1MATH')], []]) {
        await pour(target, record(1, { recordId, wishes: list }))
        const [found] = (await target.readBack([keys(1)])).get(1)!
        expect(found!.wishes).toHaveLength(list.length)
      }
      await pour(target, record(1, { recordId, person: null }))
      const [kept] = (await target.readBack([keys(1)])).get(1)!
      expect(kept).toMatchObject({ birthName: 'TESTUN1', wishes: ['CG1/L1INFO/101'] })
      expect(await countOf('IND_OPI')).toBe(1)
    })

    it('is found by code, student number, INE and key, name and birth date, each told; a key alone is not enough', async () => {
      await pour(target, record(1), record(2))
      const by = async (part: Partial<OpiKeys>) =>
        ((await target.readBack([{ ...nobody, ...part }])).get(9) ?? []).map((one) => one.by)
      expect(await by({ codes: ['ECT0000001'] })).toEqual(['code'])
      expect(await by({ studentNo: '22000001' })).toEqual(['student-number'])
      expect(await by({ ine: { number: '9990000001', key: 'A' } })).toEqual(['ine'])
      expect(await by({ ine: { number: '9990000001', key: 'B' } })).toEqual([])
      expect(await by({ birthName: 'TESTUN1', firstName: 'ZOE', bornOn: '2005-03-14' })).toEqual(['name'])
      expect(await by({ birthName: 'TESTUN1', firstName: 'ZOE', bornOn: '2005-03-15' })).toEqual([])
      expect(await by({ birthName: "' or 1=1 --", firstName: "'", codes: ["'"] })).toEqual([])
      const [found] = (await target.readBack([keys(1)])).get(1)!
      const attached = { recordId: found!.recordId, opiCode: 'ECT0000001' }
      expect(await by({ attached, codes: ['ECT0000001'] })).toEqual(['decision'])
      expect(await by({ attached: { ...attached, opiCode: 'ELSE' } })).toEqual([])
      expect(await by({ apartIds: [found!.recordId], codes: ['ECT0000001'] })).toEqual([])
    })

    it('asking for nobody, pouring nobody', async () => {
      expect(await target.readBack([])).toEqual(new Map())
      expect(await target.pour([])).toEqual(new Map())
    })

    it('a hundred at once, each with its own wishes', async () => {
      const all = Array.from({ length: 100 }, (_, at) => record(at + 1, { wishes: [wish(`S${at}`)] }))
      await pour(target, ...all)
      const found = await target.readBack(all.map((one) => one.keys))
      for (const [at, one] of all.entries())
        expect(found.get(one.candidateId)![0]!.wishes).toEqual([`CG1/S${at}/101`])
    })
  })

  describe('what the target does not take', () => {
    it('one refused candidate leaves the others; one refused wish leaves the others', async () => {
      await admin.execute(refusing(admin, 'IND_OPI', 'LIB_NOM_PAT_IND_OPI', 'TESTUN2', 'record'))
      await admin.execute(refusing(admin, 'VOEUX_INS', 'COD_ETP', 'FERMEE', 'wish'))
      try {
        const outcomes = await target.pour([
          record(1, { wishes: [wish('L1INFO'), wish('FERMEE')] }),
          record(2),
          record(3),
        ])
        expect(outcomes.get(1)).toMatchObject({
          kind: 'called',
          refusedWishes: [{ key: 'CG1/FERMEE/101', detail: expect.stringContaining('rejetée') }],
        })
        expect(outcomes.get(2)).toMatchObject({
          kind: 'refused',
          detail: expect.not.stringContaining('TESTUN'),
        })
        expect(outcomes.get(3)).toEqual({ kind: 'called', refusedWishes: [] })
        const found = await target.readBack([keys(1), keys(2), keys(3)])
        expect(found.get(1)![0]!.wishes).toEqual(['CG1/L1INFO/101'])
        expect(found.get(2)).toEqual([])
        expect(found.get(3)).toHaveLength(1)
      } finally {
        await admin.execute(unrefusing(admin, 'IND_OPI', 'record'))
        await admin.execute(unrefusing(admin, 'VOEUX_INS', 'wish'))
      }
    })

    it('a value too long is the candidate’s, a missing table is nobody’s', async () => {
      const outcomes = await target.pour([record(1, { person: { ...person(1), bac: 'TOOLONG' } }), record(2)])
      expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(['refused', 'called'])
      const elsewhere = databaseTarget(subject.url(), { names: { IND_OPI: 'nowhere_opi' } })
      await expect(elsewhere.readBack([keys(1)])).rejects.toThrow(OpiTargetUnavailable)
      await elsewhere.close()
    })

    it('columns and tables may have other names, or be missing', async () => {
      await admin.execute(
        'create table other_opi (no_opi integer not null primary key, COD_OPI_INT_EPO varchar(10), COD_ETU_OPI integer, COD_NNE_IND_OPI varchar(10), COD_CLE_NNE_IND_OPI varchar(1), family varchar(30), LIB_PR1_IND_OPI varchar(20), DATE_NAI_IND_OPI date)',
      )
      await admin.execute(
        'create table other_wishes (COD_IND_OPI integer, COD_CGE varchar(3), COD_ETP varchar(6), vet integer)',
      )
      await admin.execute(
        `insert into other_opi values (7, 'ECT0000001', null, null, null, 'OLD', 'ZOE', '2005-03-14')`,
      )
      const kept = ['birthName', 'firstName', 'studentNo', 'ine', 'ineKey', 'bornOn']
      const left = Object.entries(recordFields).filter(([field]) => !kept.includes(field))
      const named = databaseTarget(subject.url(), {
        names: {
          ...Object.fromEntries(left.map(([, { column }]) => [column, ''])),
          ...Object.fromEntries(
            [
              'NUM_CLS',
              'COD_DIP',
              'COD_VRS_VDI',
              'COD_DEC',
              'COD_DOS',
              'TEM_VAL',
              'COD_EXO_EXT',
              'LIB_CMT',
            ].map((column) => [column, '']),
          ),
          IND_OPI: 'other_opi',
          VOEUX_INS: 'other_wishes',
          'IND_OPI.COD_IND_OPI': 'no_opi',
          LIB_NOM_PAT_IND_OPI: 'family',
          COD_VRS_VET: 'vet',
        },
      })
      try {
        await pour(named, record(1, { recordId: '7' }))
        expect((await named.readBack([keys(1)])).get(1)).toMatchObject([
          { recordId: '7', by: 'code', wishes: ['CG1/L1INFO/101'] },
        ])
        expect(await admin.query('select family as name from other_opi')).toEqual([{ name: 'TESTUN1' }])
      } finally {
        await named.close()
        await admin.execute('drop table other_opi')
        await admin.execute('drop table other_wishes')
      }
    })
  })

  it('a target that is not there is told as such, without its password', async () => {
    const gone = databaseTarget('postgres://somebody:tellnobody@127.0.0.1:1/nowhere', { names: {} })
    const failure = await gone.readBack([keys(1)]).catch((error: Error) => error)
    expect(failure).toBeInstanceOf(OpiTargetUnavailable)
    expect(String(failure)).not.toContain('tellnobody')
  })
}

function never(): never {
  throw new Error('no record')
}

async function pour(target: OpiTarget, ...records: OpiRecord[]): Promise<void> {
  const outcomes = await target.pour(records)
  for (const { candidateId } of records)
    expect(outcomes.get(candidateId)).toEqual({ kind: 'called', refusedWishes: [] })
}

const nobody: OpiKeys = {
  candidateId: 9,
  codes: ['ECX'],
  studentNo: null,
  ine: null,
  birthName: 'NOBODY',
  firstName: 'NOBODY',
  bornOn: '1999-01-01',
  attached: null,
  apartIds: [],
}

export function keys(n: number): OpiKeys {
  const { studentNo, ine, ineKey, birthName, firstName, bornOn } = person(n)
  return {
    ...nobody,
    candidateId: n,
    codes: [`ECT${String(n).padStart(7, '0')}`],
    studentNo,
    ine: { number: ine!, key: ineKey! },
    birthName: birthName!,
    firstName: firstName!,
    bornOn: bornOn!,
  }
}

/** Every field filled: what is written can be told from what is not. */
function person(n: number): OpiPerson {
  const filled = Object.entries(recordFields).map(([field, { length }]) => [
    field,
    'X'.repeat(Math.min(length, 2)),
  ])
  return {
    ...(Object.fromEntries(filled) as OpiPerson),
    birthName: `TESTUN${n}`,
    firstName: 'ZOE',
    studentNo: String(22_000_000 + n),
    ine: `999${String(n).padStart(7, '0')}`,
    ineKey: 'A',
    bornOn: '2005-03-14',
  }
}

function wish(stage: string): OpiWish {
  return {
    cge: 'CG1',
    stage,
    stageVersion: '101',
    rank: '1',
    diploma: null,
    diplomaVersion: null,
    decision: 'F',
    file: 'C',
    validation: 'N',
    exemption: null,
    comment: null,
    regime: null,
  }
}

export function record(n: number, given: Partial<OpiRecord> = {}): OpiRecord {
  return {
    candidateId: n,
    recordId: null,
    keys: keys(n),
    person: person(n),
    wishes: [wish('L1INFO')],
    ...given,
  } as OpiRecord
}

/** A trigger with which the establishment refuses a value. */
function refusing(
  { dialect }: RemoteDatabase,
  table: string,
  column: string,
  value: string,
  name: string,
): string {
  return dialect === 'postgres'
    ? `do $do$ begin
         create function refuse_${name}() returns trigger language plpgsql as
           $body$ begin raise exception 'refused'; end $body$;
         create trigger refuse_${name} before insert or update on ${table} for each row
           when (new.${column} = '${value}') execute function refuse_${name}();
       end $do$`
    : `create trigger refuse_${name} before insert on ${table} for each row
       begin if new.${column} = '${value}' then signal sqlstate '45000' set message_text = 'refused'; end if; end`
}

function unrefusing({ dialect }: RemoteDatabase, table: string, name: string): string {
  return dialect === 'postgres'
    ? `do $do$ begin drop trigger refuse_${name} on ${table}; drop function refuse_${name}(); end $do$`
    : `drop trigger refuse_${name}`
}
