/**
 * Civil dates of the student file (health.md 3.4), held as the number AAAAMMJJ: 20040901 is 1 September 2004.
 * They compare as numbers and cost no object. 0 stands for a text that is not a date.
 */
export type DateNumber = number

export const notADate: DateNumber = 0

const midnights = [' 00:00:00', 'T00:00:00', ' 00:00']

/**
 * Reads `J/M/AAAA` (one or two digits each), the same with `-` or `.`, and `AAAA-MM-JJ`, each with or without
 * a midnight time. Two-digit years, impossible days and anything else give `notADate`. Always day first.
 */
export function readDate(text: string): DateNumber {
  const length = text.length
  if (length < 8 || length > 19) return notADate
  const bare = length > 10 ? beforeMidnight(text) : length
  if (bare === 0) return notADate

  if (text.charCodeAt(4) === 0x2d && bare === 10 && text.charCodeAt(7) === 0x2d)
    return checked(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10))

  let at = digitAt(text, 1) < 0 ? 1 : 2
  const day = digits(text, 0, at)
  const separator = text.charCodeAt(at)
  if (separator !== 0x2f && separator !== 0x2d && separator !== 0x2e) return notADate
  const monthFrom = at + 1
  at = digitAt(text, monthFrom + 1) < 0 ? monthFrom + 1 : monthFrom + 2
  const month = digits(text, monthFrom, at)
  if (text.charCodeAt(at) !== separator || bare !== at + 5) return notADate
  return checked(digits(text, at + 1, at + 5), month, day)
}

/** Reads a birth date: a date from 1900 on that is not after `today`. */
export function readBirthDate(text: string, today: DateNumber): DateNumber {
  const date = readDate(text)
  return date < 1900_01_01 || date > today ? notADate : date
}

/** `AAAA-MM-JJ`. */
export function isoDate(date: DateNumber): string {
  const month = Math.trunc(date / 100) % 100
  const day = date % 100
  return `${Math.trunc(date / 10_000)}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}

/** The date of an ISO text such as `2026-03-02`. Throws when it is none: it comes from the program. */
export function dateOf(iso: string): DateNumber {
  const date = readDate(iso)
  if (date === notADate) throw new Error(`not a date: ${iso}`)
  return date
}

/** Completed years on `today`. */
export function ageOn(birth: DateNumber, today: DateNumber): number {
  return Math.trunc((today - birth) / 10_000)
}

/** A year `AAAA`, or NaN. */
export function readYear(text: string): number {
  return text.length === 4 ? digits(text, 0, 4) : Number.NaN
}

/** Length of what stands before a midnight time, 0 where none follows. */
function beforeMidnight(text: string): number {
  for (const midnight of midnights) if (text.endsWith(midnight)) return text.length - midnight.length
  return 0
}

function digitAt(text: string, index: number): number {
  const digit = text.charCodeAt(index) - 0x30
  return digit >= 0 && digit <= 9 ? digit : -1
}

/** The number that the characters from `from` to before `to` write; NaN unless all are digits. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let index = from; index < to; index++) {
    const digit = digitAt(text, index)
    if (digit < 0) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function checked(year: number, month: number, day: number): DateNumber {
  // Written so that a NaN anywhere fails.
  if (!(year >= 1000 && month >= 1 && month <= 12 && day >= 1)) return notADate
  const last =
    month === 2
      ? isLeap(year)
        ? 29
        : 28
      : month === 4 || month === 6 || month === 9 || month === 11
        ? 30
        : 31
  return day <= last ? year * 10_000 + month * 100 + day : notADate
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
