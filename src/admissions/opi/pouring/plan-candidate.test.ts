import { describe, expect, test } from 'vitest'
import type { OpiCandidate, OpiOptions, OpiRow } from '../record/candidate.ts'
import type { FoundRecord } from '../target/opi-target.ts'
import { chooseRecord } from './choose-record.ts'
import { decideMarking } from './decide-marking.ts'
import { planCandidate } from './plan-candidate.ts'

const candidate = {
  candidateId: 1,
  dossierNo: 'T0000001',
  birthName: 'Testun',
  firstName: 'Zoé',
  bornOn: '2005-03-14',
  mail: 'testun@example.org',
  bac: null,
  apartIds: [],
  knownCodes: [],
  attached: null,
  ...Object.fromEntries(
    [
      'studentNo',
      'sex',
      'usualName',
      'otherFirstName',
      'birthCountry',
      'birthDept',
      'birthCity',
      'nationality',
      'ine',
      'ineKey',
      'phone',
      'mobile',
    ].map((name) => [name, null]),
  ),
} as unknown as OpiCandidate

const options: OpiOptions = {
  prefix: 'EC',
  address: false,
  regimeStatus: false,
  noBacCode: '',
  currentYear: 2026,
  openYear: null,
}

function row(applicationId: number, given: Partial<OpiRow> = {}): OpiRow {
  const formation = {
    code: `F${applicationId}`,
    label: '',
    stage: `S${applicationId}`,
    stageVersion: '101',
    cge: 'CG1',
    diploma: null,
    diplomaVersion: null,
    pegase: null,
  }
  return {
    applicationId,
    candidateId: 1,
    state: 'to-pour',
    wanted: 'pour',
    version: 0,
    attempts: 0,
    aside: false,
    called: false,
    confirmed: true,
    opiCode: null,
    formation,
    exemption: null,
    amount: null,
    regime: null,
    ...given,
  }
}

const keysOf = (rows: OpiRow[]) => {
  const plan = planCandidate(candidate, rows, options)
  return {
    sent: plan.send?.wishes.map(({ stage }) => stage) ?? null,
    withdrawn: [...plan.withdrawals.keys()],
  }
}

describe('what is sent', () => {
  test('the whole list: what is poured stays, what is withdrawn leaves, what is put aside does not come back', () => {
    const rows = [
      row(1),
      row(2, { state: 'poured' }),
      row(3, { state: 'to-withdraw', wanted: 'withdraw' }),
      row(4, { state: 'withdrawn', wanted: 'withdraw' }),
      row(5, { state: 'error', aside: true }),
      row(6, { state: 'error' }),
      row(7, { state: 'error', wanted: 'withdraw' }),
      row(8, { state: 'poured', confirmed: false }),
    ]
    expect(keysOf(rows)).toEqual({ sent: ['S1', 'S2', 'S6'], withdrawn: [3, 7, 8] })
  })

  test('nothing is called for what is poured already, nor for what cannot be poured', () => {
    expect(keysOf([row(1, { state: 'poured' })]).sent).toBeNull()
    const bare = row(1)
    expect(keysOf([{ ...bare, formation: { ...bare.formation, cge: ' ' } }]).sent).toBeNull()
  })

  test('55: a baccalaureate of next year stops everything that waits, and no name is needed for it', () => {
    const bac = { code: 'S', year: 2027, specialities: [], options: [] } as unknown as OpiCandidate['bac']
    const plan = planCandidate({ ...candidate, bac }, [row(1), row(2, { state: 'poured' })], options)
    expect(plan.send).toBeNull()
    expect([...plan.obstacles]).toEqual([[1, { cause: 'bac-year', detail: '2027' }]])
  })

  test('who cannot be written there withdraws all the same: what was poured stays, nothing new goes', () => {
    const rows = [row(1), row(2, { state: 'poured' }), row(3, { state: 'to-withdraw', wanted: 'withdraw' })]
    const plan = planCandidate({ ...candidate, birthName: 'تجربة' }, rows, options)
    expect(plan.send).toMatchObject({ person: null, wishes: [{ stage: 'S2' }] })
    expect([...plan.withdrawals.keys()]).toEqual([3])
    expect([...plan.obstacles]).toEqual([[1, { cause: 'unwritable-name', detail: null }]])
  })

  test('a key of two characters against one: INE and key are left out together, and told', () => {
    const plan = planCandidate({ ...candidate, ine: '9990000001', ineKey: 'AB' }, [row(1)], options)
    expect(plan.send!.person).toMatchObject({ ine: null, ineKey: null })
    expect(plan.adjusted).toEqual(['ine-left-out'])
    expect(plan.keys.ine).toBeNull()
  })

  test('without baccalaureate: the code of « sans bac » with the open year, if there is one', () => {
    const plan = planCandidate(candidate, [row(1)], { ...options, noBacCode: 'SB', openYear: '2027' })
    expect(plan.send!.person).toMatchObject({ bac: 'SB', bacYear: '2027' })
    expect(planCandidate(candidate, [row(1)], options).send!.person).toMatchObject({
      bac: null,
      bacYear: null,
    })
  })
})

const found = (recordId: string, by: FoundRecord['by'], given: Partial<FoundRecord> = {}): FoundRecord => ({
  recordId,
  by,
  opiCode: `X${recordId}`,
  birthName: 'TESTUN',
  firstName: 'ZOE',
  bornOn: '2005-03-14',
  studentNo: null,
  wishes: [],
  ...given,
})
const facts = { ownCode: 'ECT0000001', bornOn: '2005-03-14', takenCodes: new Set<string>() }

describe('which record is ours', () => {
  const chosen = (records: FoundRecord[], taken: string[] = []) => {
    const choice = chooseRecord(records, { ...facts, takenCodes: new Set(taken) })
    return choice.ok ? (choice.record?.recordId ?? null) : choice.obstacle.cause
  }
  test('decision, then code, then numbers; never a name', () => {
    expect(chosen([])).toBeNull()
    expect(chosen([found('1', 'code'), found('2', 'student-number'), found('3', 'name')])).toBe('1')
    expect(chosen([found('1', 'code'), found('9', 'code', { opiCode: 'ECT0000001' })])).toBe('9')
    expect(chosen([found('1', 'decision'), found('2', 'code')])).toBe('1')
    expect(chosen([found('2', 'ine'), found('3', 'name')])).toBe('2')
    expect(chosen([found('3', 'name')])).toBe('homonym')
    expect(chosen([found('2', 'ine'), found('3', 'student-number')])).toBe('several-records')
    expect(chosen([found('2', 'ine', { bornOn: '1999-01-01' })])).toBe('identity-conflict')
    expect(chosen([found('2', 'ine')], ['X2'])).toBe('shared-record')
  })
})

describe('what is marked', () => {
  test('only what was read there; refused and missing wishes are told apart', () => {
    const plan = planCandidate(candidate, [row(1), row(2), row(3), row(4, { state: 'poured' })], options)
    const marks = decideMarking(plan, found('1', 'code', { wishes: ['CG1/S1/101', 'CG1/S4/101'] }), [
      { key: 'CG1/S2/101', detail: 'no' },
    ])
    expect(
      [...marks].map(([id, mark]) => [id, mark.kind === 'error' ? mark.obstacle.cause : mark.kind]),
    ).toEqual([
      [1, 'poured'],
      [2, 'wish-refused'],
      [3, 'wish-not-stored'],
    ])
  })

  test('a withdrawal whose formation lost its codes is done when nothing is there that was not asked for', () => {
    const gone = row(2, { state: 'to-withdraw', wanted: 'withdraw' })
    const bare = { ...gone, formation: { ...gone.formation, stage: null } }
    const plan = planCandidate(candidate, [row(1, { state: 'poured' }), bare], options)
    const kind = (wishes: string[]) => decideMarking(plan, found('1', 'code', { wishes }), []).get(2)!.kind
    expect(kind(['CG1/S1/101'])).toBe('withdrawn')
    expect(kind(['CG1/S1/101', 'CG1/S2/101'])).toBe('error')
  })
})
