import { expect, it } from 'vitest'
import { learningApplication } from './application.ts'
import { syncOperations } from './operations.ts'

const batches = new Map(learningApplication.batches.map((batch) => [batch.code, batch]))
const inOrder = (code: string) =>
  syncOperations
    .filter(({ batch }) => batch?.code === code)
    .sort((one, other) => one.batch!.position - other.batch!.position)
    .map((operation) => operation.code)

it.each([
  ['SYNC_USERS', '00:00', 360, ['users.sync']],
  ['SYNC_ENROLMENTS', '00:30', 360, ['enrols.sync']],
  ['SYNC_PICTURES', '00:00', 720, ['pictures.sync']],
  ['SYNC_COHORTS', '00:15', 720, ['cohorts.sync', 'cohorts.bind']],
  ['SYNC_COURSES', '00:00', 720, ['courses.delete', 'courses.create', 'courses.metas']],
  ['SYNC_GROUPS', '00:45', 720, ['groups.sync', 'groups.members']],
])(
  '%s is planned as learning.md 4.2 says, off as delivered, its files in order',
  (code, time, minutes, order) => {
    expect(batches.get(code)).toMatchObject({ enabled: false, schedule: { time, everyMinutes: minutes } })
    expect(inOrder(code)).toEqual(order)
  },
)

it('the clean-up is planned every night at 1, off as delivered', () => {
  expect(batches.get('CLEAN_SYNC')).toMatchObject({
    enabled: false,
    schedule: { time: '01:00', weekdays: 'all' },
  })
})

it('courses are checked and reset by hand only', () => {
  expect(syncOperations.filter(({ batch }) => batch === null).map(({ code }) => code)).toEqual([
    'courses.check',
    'courses.reset',
  ])
})
