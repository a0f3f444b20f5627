import { expect, test } from 'vitest'
import { schemaFields } from '../../../ui/schema-form/schema-fields.ts'
import { changesSomething, latenessStands, planEdit, planForm, scheduleOf, tidyTime } from './plan-form.ts'

const schedule = {
  time: '05:00',
  weekdays: ['mon' as const],
  dayOfMonth: null,
  month: null,
  year: null,
  everyMinutes: null,
}
const saved = {
  version: 4,
  enabled: true,
  schedule,
  catchUp: { policy: 'run' as const, withinMinutes: 360 },
  parameters: { seuil: 30 },
}
const fields = schemaFields({ properties: { seuil: { type: 'integer', default: 20 } } })
const form = planForm(saved)

test('a form that nobody touched changes nothing', () => {
  expect(planEdit(form, saved, fields)).toEqual({ version: 4 })
  expect(changesSomething(planEdit(form, saved, fields))).toBe(false)
})

test('only what differs is sent, with the version that was seen', () => {
  expect(planEdit({ ...form, enabled: false }, saved, fields)).toEqual({ version: 4, enabled: false })
  expect(planEdit({ ...form, time: '06:10' }, saved, fields)).toEqual({
    version: 4,
    schedule: { ...schedule, time: '06:10' },
  })
  expect(planEdit({ ...form, catchUp: 'skip' }, saved, fields)).toEqual({
    version: 4,
    catchUp: { policy: 'skip' },
  })
  expect(planEdit({ ...form, parameters: {} }, saved, fields)).toEqual({ version: 4, parameters: {} })
})

test('a frequency replaces the hour, which is kept for later', () => {
  const edited = { ...form, useFrequency: true, everyMinutes: '15', time: 'nonsense' }
  expect(scheduleOf(edited, schedule)).toMatchObject({ time: '05:00', everyMinutes: 15 })
})

test('an empty or wrong frequency goes to the server, which refuses it beside its field', () => {
  expect(scheduleOf({ ...form, useFrequency: true, everyMinutes: '' }, schedule).everyMinutes).toBe(0)
  expect(scheduleOf({ ...form, useFrequency: true, everyMinutes: 'abc' }, schedule).everyMinutes).toBe('abc')
  expect(scheduleOf({ ...form, useFrequency: true, everyMinutes: '0.5' }, schedule).everyMinutes).toBe(0.5)
})

test.each([
  ['5:00', '05:00'],
  ['5h30', '05:30'],
  ['5h', '05:00'],
  ['0615', '06:15'],
  [' 7 ', '07:00'],
  ['05:00', '05:00'],
  ['25:00', '25:00'],
  ['midi', 'midi'],
])('the hour « %s » becomes « %s »', (typed, tidied) => {
  expect(tidyTime(typed)).toBe(tidied)
})

test('an accepted lateness is a whole number of minutes, at most a year', () => {
  expect(latenessStands({ ...form, withinMinutes: '0' })).toBe(true)
  expect(latenessStands({ ...form, withinMinutes: '525601' })).toBe(false)
  expect(latenessStands({ ...form, withinMinutes: '1.5' })).toBe(false)
  expect(latenessStands({ ...form, withinMinutes: '', catchUp: 'skip' })).toBe(true)
})
