import type { Temporal } from 'temporal-polyfill'
import type { Text } from '../../platform/text.ts'
import { civilTimeOf } from './civil-time.ts'
import { twoDigits } from './duration.ts'
import { minutesOfTime, type Schedule } from './schedule.ts'

/**
 * What is odd about one due instant of a schedule with a time: the clocks jumped over that time, so that the run
 * comes at another; or they show it twice, and the run takes the first. Null for an ordinary day, or a frequency.
 */
export function instantNote(schedule: Schedule, at: Temporal.Instant, zone: string): Text | null {
  const planned = minutesOfTime(schedule.time)
  if (schedule.everyMinutes !== null || planned === null) return null
  const { minuteOfDay } = civilTimeOf(at, zone)
  if (minuteOfDay !== planned) {
    const instead = `${twoDigits(Math.floor(minuteOfDay / 60))}:${twoDigits(minuteOfDay % 60)}`
    return {
      fr: `Changement d'heure : ${frenchTime(schedule.time)} n'existe pas ce jour-là, démarre à ${frenchTime(instead)}.`,
      en: `Clock change: ${schedule.time} does not exist on that day, starts at ${instead}.`,
    }
  }
  const civil = at.toZonedDateTimeISO(zone).toPlainDateTime()
  const second = civil.toZonedDateTime(zone, { disambiguation: 'later' }).toInstant()
  if (second.epochNanoseconds === at.epochNanoseconds) return null
  return {
    fr: `Changement d'heure : ${frenchTime(schedule.time)} vient deux fois ce jour-là, démarre la première fois seulement.`,
    en: `Clock change: ${schedule.time} comes twice on that day, starts the first time only.`,
  }
}

function frenchTime(time: string): string {
  return time.replace(':', 'h')
}
