import type { Text } from '../../platform/text.ts'
import { daysInMonth } from './epoch-day.ts'
import type { DateRule } from './impossible-date.ts'
import { englishMonth, frenchMonth } from './wording.ts'

/** The field of the edit window that a refusal is shown at; 'schedule' is the window itself. */
export type RefusedField = 'time' | 'dayOfMonth' | 'month' | 'year' | 'weekdays' | 'everyMinutes' | 'schedule'

/** Why a schedule is not saved. `code` is stable; the message says what to change. */
export interface Refusal {
  readonly field: RefusedField
  readonly code: RefusalCode
  readonly message: Text
}

export const earliestYear = 2000
export const latestYear = 2100

const refusals = {
  'not-a-schedule': {
    field: 'schedule',
    message: {
      fr: 'La programmation est un objet JSON : heure, jours, jour du mois, mois, année, fréquence',
      en: 'A schedule is a JSON object: time, weekdays, dayOfMonth, month, year, everyMinutes',
    },
  },
  'time-missing': {
    field: 'time',
    message: {
      fr: "Indiquez l'heure (HH:MM) ou une fréquence",
      en: 'Give the time (HH:MM) or a frequency',
    },
  },
  'time-format': {
    field: 'time',
    message: {
      fr: "L'heure s'écrit HH:MM, de 00:00 à 23:59",
      en: 'The time is written HH:MM, from 00:00 to 23:59',
    },
  },
  'weekdays-unknown': {
    field: 'weekdays',
    message: {
      fr: 'Les jours se choisissent parmi mon, tue, wed, thu, fri, sat, sun, ou « all »',
      en: 'Weekdays are chosen among mon, tue, wed, thu, fri, sat, sun, or "all"',
    },
  },
  'day-of-month-range': {
    field: 'dayOfMonth',
    message: { fr: 'Le jour du mois va de 1 à 31', en: 'The day of the month goes from 1 to 31' },
  },
  'month-range': {
    field: 'month',
    message: { fr: 'Le mois va de 1 à 12', en: 'The month goes from 1 to 12' },
  },
  'year-range': {
    field: 'year',
    message: {
      fr: `L'année va de ${earliestYear} à ${latestYear}`,
      en: `The year goes from ${earliestYear} to ${latestYear}`,
    },
  },
  'frequency-range': {
    field: 'everyMinutes',
    message: {
      fr: 'La fréquence va de 1 à 1440 minutes, en nombre entier',
      en: 'The frequency goes from 1 to 1440 minutes, a whole number',
    },
  },
  'day-of-month-and-weekdays': {
    field: 'weekdays',
    message: {
      fr: 'Choisissez un jour du mois ou des jours de semaine, pas les deux',
      en: 'Choose a day of the month or weekdays, not both',
    },
  },
  'year-without-month': {
    field: 'year',
    message: {
      fr: "L'année demande un mois : choisissez un mois ou videz l'année",
      en: 'A year needs a month: choose a month or clear the year',
    },
  },
} as const satisfies Record<string, { field: RefusedField; message: Text }>

export type RefusalCode =
  | keyof typeof refusals
  | 'unknown-field'
  | 'impossible-date'
  | 'past-date'
  | 'frequency-below-check-period'

export function refusal(code: keyof typeof refusals): Refusal {
  return { code, ...refusals[code] }
}

export function unknownField(name: string): Refusal {
  return {
    field: 'schedule',
    code: 'unknown-field',
    message: { fr: `Champ inconnu : ${name}`, en: `Unknown field: ${name}` },
  }
}

/** For a date that `isImpossibleDate` and whose fields are within their ranges: it has a day and a month. */
export function impossibleDate({ dayOfMonth, month, year }: DateRule): Refusal {
  const when = { fr: frenchMonth(month ?? 0), en: englishMonth(month ?? 0) }
  // Only the 29th of February is a matter of year.
  const common = dayOfMonth === 29 && year !== null
  const leapYear = 2000
  const last = daysInMonth(common ? year : leapYear, month ?? 1)
  return {
    field: 'dayOfMonth',
    code: 'impossible-date',
    message: common
      ? {
          fr: `Date inexistante : ${when.fr} ${year} finit le ${last}. Changez le jour ou l'année`,
          en: `Impossible date: ${when.en} ${year} ends on day ${last}. Change the day or the year`,
        }
      : {
          fr: `Date inexistante : ${when.fr} finit le ${last}. Changez le jour ou le mois`,
          en: `Impossible date: ${when.en} ends on day ${last}. Change the day or the month`,
        },
  }
}

/** Admissions 1.7: nobody would look in time. */
export function tooFrequent(checkPeriodMs: number): Refusal {
  const seconds = Math.ceil(checkPeriodMs / 1000)
  return {
    field: 'everyMinutes',
    code: 'frequency-below-check-period',
    message: {
      fr: `La fréquence ne peut pas être inférieure à la période de vérification (${seconds} s)`,
      en: `The frequency cannot be shorter than the check period (${seconds} s)`,
    },
  }
}

export function pastDate(): Refusal {
  return {
    field: 'year',
    code: 'past-date',
    message: {
      fr: "Date passée : choisissez une date à venir ou videz l'année",
      en: 'Past date: choose a date to come or clear the year',
    },
  }
}
