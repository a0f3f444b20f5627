import { Temporal } from 'temporal-polyfill'
import type { Text } from '../../platform/text.ts'
import { minutesOfTime, type Schedule } from './schedule.ts'

/** What whoever plans a batch should know of its schedule, beyond the wording: what it skips, and what never comes. */
export function scheduleNotes(schedule: Schedule, zone: string): Text[] {
  const notes: Text[] = []
  const { dayOfMonth, month, weekdays, everyMinutes } = schedule
  if (dayOfMonth === null && weekdays.length === 0) notes.push(neverByItself)
  else {
    if (dayOfMonth !== null && month === null && dayOfMonth > 28) notes.push(skippedMonths(dayOfMonth))
    if (dayOfMonth === 29 && month === 2 && schedule.year === null) notes.push(leapYears)
    if (everyMinutes !== null) notes.push(fromPreviousStart(everyMinutes))
    else if (liesInClockChange(schedule, zone)) notes.push(clockChangeHour)
  }
  return notes
}

const neverByItself: Text = {
  fr: "Aucun jour n'est coché : le batch ne démarre jamais de lui-même, seulement par lancement immédiat.",
  en: 'No day is ticked: the batch never starts by itself, only by an immediate launch.',
}

function skippedMonths(day: number): Text {
  if (day === 29)
    return {
      fr: 'Février est sauté, sauf les années bissextiles.',
      en: 'February is skipped, except in leap years.',
    }
  if (day === 30) return { fr: 'Février est sauté.', en: 'February is skipped.' }
  return { fr: 'Les mois sans 31 sont sautés.', en: 'Months without a 31st are skipped.' }
}

const leapYears: Text = { fr: 'Années bissextiles seulement.', en: 'In leap years only.' }

function fromPreviousStart(minutes: number): Text {
  const one = minutes === 1
  return {
    fr: `${one ? 'Une minute' : `${minutes} minutes`} d'un début à l'autre ; tant qu'une exécution dure, la suivante attend sa fin.`,
    en: `${one ? 'One minute' : `${minutes} minutes`} from one start to the next; while a run lasts, the next one waits for its end.`,
  }
}

const clockChangeHour: Text = {
  fr: "À cette heure tombent les changements d'heure : au printemps l'exécution démarre dès que l'heure existe de nouveau, à l'automne elle n'a lieu qu'une fois.",
  en: 'Clocks change at this hour: in spring the run starts as soon as the time exists again, in autumn it takes place only once.',
}

/** Whether the zone's clocks, in the coming years, jump over the schedule's time or show it twice. */
function liesInClockChange({ time }: Schedule, zone: string): boolean {
  const minute = minutesOfTime(time)
  if (minute === null) return false
  return clockChangeSpans(zone).some(([from, to]) => minute >= from && minute < to)
}

/** Minutes of the day that clock changes skip or repeat, by the rules in force in 2026: [first, first after). */
function clockChangeSpans(zone: string): [number, number][] {
  const spans: [number, number][] = []
  let at = new Temporal.PlainDate(2026, 1, 1).toZonedDateTime(zone)
  for (let seen = 0; seen < 2; seen += 1) {
    const change = at.getTimeZoneTransition('next')
    if (change === null || change.year > 2027) break
    const before = change.subtract({ nanoseconds: 1 })
    const shift = Math.round((change.offsetNanoseconds - before.offsetNanoseconds) / 60e9)
    const now = change.hour * 60 + change.minute
    // Spring: from the old reading up to the new one; autumn: from the new reading, for as long as it went back.
    spans.push(shift > 0 ? [now - shift, now] : [now, now - shift])
    at = change
  }
  return spans
}
