import type { Batch, PlanEdit } from '../../../../../src/api/schemas/batches.ts'
import type { CatchUp, Schedule } from '../../../../../src/api/schemas/schedules.ts'
import type { SchemaField } from '../../../ui/schema-form/schema-fields.ts'
import { type SchemaValues, storedValues } from '../../../ui/schema-form/schema-values.ts'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/** What the edit window holds while one types; texts are as typed, so that the server judges what was meant. */
export interface PlanForm {
  readonly enabled: boolean
  readonly useFrequency: boolean
  readonly everyMinutes: string
  readonly time: string
  readonly dayOfMonth: string
  readonly month: string
  readonly year: string
  readonly weekdays: readonly Weekday[]
  readonly catchUp: CatchUp['policy']
  readonly withinMinutes: string
  readonly parameters: SchemaValues
}

export type PlanSource = Pick<Batch, 'enabled' | 'schedule' | 'catchUp' | 'parameters'>

/** What the window proposes where the plan says nothing. */
const usualLatenessMinutes = 720

export function planForm({ enabled, schedule, catchUp, parameters }: PlanSource): PlanForm {
  return {
    enabled,
    useFrequency: schedule.everyMinutes !== null,
    everyMinutes: numberText(schedule.everyMinutes),
    time: schedule.time,
    dayOfMonth: numberText(schedule.dayOfMonth),
    month: numberText(schedule.month),
    year: numberText(schedule.year),
    weekdays: schedule.weekdays,
    catchUp: catchUp.policy,
    withinMinutes: String(catchUp.policy === 'run' ? catchUp.withinMinutes : usualLatenessMinutes),
    parameters,
  }
}

/**
 * The schedule as the API takes it. What is no number goes as it was typed: the refusal then stands beside its field.
 * A frequency replaces the hour, which is kept as it was for the day when the frequency is taken away.
 */
export function scheduleOf(form: PlanForm, saved: Schedule): Record<keyof Schedule, unknown> {
  return {
    time: form.useFrequency ? saved.time : form.time,
    weekdays: form.weekdays,
    dayOfMonth: typed(form.dayOfMonth),
    month: typed(form.month),
    year: typed(form.year),
    // 0 is refused with the right words, which blank (no frequency) would not be.
    everyMinutes: form.useFrequency ? (typed(form.everyMinutes) ?? 0) : null,
  }
}

export function catchUpOf(form: PlanForm): CatchUp {
  return form.catchUp === 'skip'
    ? { policy: 'skip' }
    : { policy: 'run', withinMinutes: Number(form.withinMinutes.trim()) }
}

export const longestLatenessMinutes = 525_600

export function latenessStands(form: PlanForm): boolean {
  if (form.catchUp === 'skip') return true
  const minutes = form.withinMinutes.trim()
  return /^\d+$/.test(minutes) && Number(minutes) <= longestLatenessMinutes
}

/** Only what differs from the saved plan, so that two people who changed different things are told all the same. */
export function planEdit(
  form: PlanForm,
  saved: PlanSource & { readonly version: number },
  fields: readonly SchemaField[],
): PlanEdit {
  const edit: PlanEdit = { version: saved.version }
  if (form.enabled !== saved.enabled) edit.enabled = form.enabled
  const schedule = scheduleOf(form, saved.schedule)
  if (!same(schedule, inOrder(saved.schedule))) edit.schedule = schedule
  const catchUp = catchUpOf(form)
  if (!same(catchUp, saved.catchUp)) edit.catchUp = catchUp
  const parameters = storedValues(fields, form.parameters)
  if (!same(sorted(parameters), sorted(saved.parameters))) edit.parameters = parameters
  return edit
}

export function changesSomething(edit: PlanEdit): boolean {
  return Object.keys(edit).length > 1
}

/** `5:00`, `5h`, `0500` and `5h30` are what hands type for 05:00 and 05:30; anything else is left to the server. */
export function tidyTime(text: string): string {
  const match =
    /^\s*(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?\s*$/.exec(text) ?? /^\s*(\d{1,2})(\d{2})\s*$/.exec(text)
  if (!match) return text
  const [, hour = '', minute = '00'] = match
  return `${hour.padStart(2, '0')}:${minute}`
}

function numberText(value: number | null): string {
  return value === null ? '' : String(value)
}

function typed(text: string): number | string | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  return Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed
}

function inOrder({ time, weekdays, dayOfMonth, month, year, everyMinutes }: Schedule): Schedule {
  return { time, weekdays, dayOfMonth, month, year, everyMinutes }
}

function sorted(values: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
