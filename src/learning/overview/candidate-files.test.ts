import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import type { AreaFile } from '../../exchange/file-area/list-shelf.ts'
import { candidateFiles, type TakenMark } from './candidate-files.ts'

const file = (name: string, bytes = 10, modifiedNs = 1n): AreaFile => ({
  shelf: 'commands',
  name,
  bytes,
  modifiedNs,
  modifiedAt: Temporal.Instant.fromEpochMilliseconds(0),
})
const takenAt = new Date(0)
const marks = (...names: string[]) =>
  new Map(names.map((name): [string, TakenMark] => [name, { bytes: 10, modifiedNs: '1', takenAt }]))
const told = (...given: Parameters<typeof candidateFiles>) =>
  candidateFiles(...given).map(({ file, standing }) => `${file.name} ${standing}`)

const split = [
  file('users_1.csv'),
  file('users_2.csv'),
  file('users_3.csv'),
  file('users_3_tryback_20261122.csv'),
]
const all = { take: 'all', replayTaken: false } as const

test('the next run takes all files of a pattern, or the first of them; retry files never', () => {
  expect(told('users_*.csv', split, marks(), all)).toEqual([
    'users_1.csv next',
    'users_2.csv next',
    'users_3.csv next',
  ])
  expect(told('users_*.csv', split, marks(), { ...all, take: 'first' })).toEqual([
    'users_1.csv next',
    'users_2.csv other',
    'users_3.csv other',
  ])
})

test('what was taken and has not changed lies there; the first of the others is next', () => {
  expect(told('users_*.csv', split, marks('users_1.csv'), { ...all, take: 'first' })).toEqual([
    'users_1.csv taken',
    'users_2.csv next',
    'users_3.csv other',
  ])
  const changed = [file('userimport.csv', 11)]
  expect(told('userimport.csv', changed, marks('userimport.csv'), all)).toEqual(['userimport.csv next'])
})

test('where taken files are taken again, they are next, and still say when they were taken', () => {
  expect(
    candidateFiles('userimport.csv', [file('userimport.csv')], marks('userimport.csv'), {
      ...all,
      replayTaken: true,
    }),
  ).toMatchObject([{ standing: 'next', takenAt }])
})
