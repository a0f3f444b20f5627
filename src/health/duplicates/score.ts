import type { ComparedName, ComparedRecord } from './compared-record.ts'
import { jaroWinkler } from './jaro-winkler.ts'
import { areNear } from './near-dates.ts'

/** Everything that can add to a score or take from it (health.md 2.6); the review page words each. */
export const reasonCodes = [
  ...(['ine-equal', 'ine-different'] as const),
  ...(['birth-date-equal', 'birth-date-near', 'birth-date-different'] as const),
  ...(['name-equal', 'name-close', 'name-sounds-alike', 'name-by-usage-name', 'name-different'] as const),
  ...([
    'first-name-equal',
    'first-name-close',
    'first-name-sounds-alike',
    'first-name-by-second-name',
    'first-name-different',
  ] as const),
  'names-exchanged',
  ...(['nationality-equal', 'nationality-different'] as const),
  ...(['sex-equal', 'sex-different'] as const),
  ...(['email-equal', 'phone-equal', 'student-code-equal'] as const),
  /** *INE partagé*: one INE, but something else contradicts; its points are what the cap takes away. */
  'ine-shared',
] as const

export type ReasonCode = (typeof reasonCodes)[number]

/** A component of a score. A component for which one of the values is missing is not there. */
export interface Reason {
  readonly code: ReasonCode
  readonly points: number
}

export type Tier = 'certain' | 'probable' | 'possible'

/** Below it a pair is not shown, unless the parameter `seuil_min` says otherwise. */
export const usualThreshold = 45

const sharedIneCap = 79

export function tierOf(score: number): Tier {
  if (score >= 80) return 'certain'
  return score >= 60 ? 'probable' : 'possible'
}

/** The sum of the reasons' points. */
export function scorePair(a: ComparedRecord, b: ComparedRecord): number {
  return sum(explainPair(a, b))
}

/** What speaks for and against two records being one person, the same whichever comes first. */
export function explainPair(a: ComparedRecord, b: ComparedRecord): Reason[] {
  const reasons: Reason[] = []
  const add = (reason: Reason | null) => {
    if (reason !== null) reasons.push(reason)
  }
  const sameIne = a.ines.length > 0 && b.ines.length > 0 ? a.ines.some((ine) => b.ines.includes(ine)) : null
  if (sameIne !== null) add(sameIne ? ineEqual : ineDifferent)
  add(birthDates(a.birthDate, b.birthDate))
  const name = names(a, b)
  const firstName = firstNames(a, b)
  if (name.points + firstName.points < namesExchanged.points && areExchanged(a, b)) add(namesExchanged)
  else {
    add(name)
    add(firstName)
  }
  add(a.nationality === b.nationality ? nationalityEqual : nationalityDifferent)
  if (a.sex !== 'INCONNU' && b.sex !== 'INCONNU') add(a.sex === b.sex ? sexEqual : sexDifferent)
  if (a.email !== 0 && a.email === b.email) add(emailEqual)
  if (a.phone !== 0 && a.phone === b.phone) add(phoneEqual)
  if (haveSameCode(a, b)) add(studentCodeEqual)

  if (sameIne && reasons.some((reason) => reason.points < 0))
    add({ code: 'ine-shared', points: Math.min(0, sharedIneCap - sum(reasons)) })
  return reasons
}

/** The same student code at one establishment at least. */
export function haveSameCode(a: ComparedRecord, b: ComparedRecord): boolean {
  return (
    a.studentCode !== 0 &&
    a.studentCode === b.studentCode &&
    a.establishments.some((establishment) => b.establishments.includes(establishment))
  )
}

export type NamedPerson = Pick<ComparedRecord, 'name' | 'usageName'>

/** B3 of health.md 2.6: family names alike, or one like the other's usage name. */
export function haveLikeNames(a: NamedPerson, b: NamedPerson): boolean {
  return (
    jaroWinkler(a.name.key, b.name.key) >= likeName ||
    (b.usageName !== null && jaroWinkler(a.name.key, b.usageName.key) >= likeName) ||
    (a.usageName !== null && jaroWinkler(a.usageName.key, b.name.key) >= likeName)
  )
}

const likeName = 0.8

const ineEqual: Reason = { code: 'ine-equal', points: 60 }
const ineDifferent: Reason = { code: 'ine-different', points: -15 }
const birthDateEqual: Reason = { code: 'birth-date-equal', points: 25 }
const birthDateNear: Reason = { code: 'birth-date-near', points: 12 }
const birthDateDifferent: Reason = { code: 'birth-date-different', points: -30 }
const namesExchanged: Reason = { code: 'names-exchanged', points: 27 }
const nationalityEqual: Reason = { code: 'nationality-equal', points: 3 }
const nationalityDifferent: Reason = { code: 'nationality-different', points: -5 }
const sexEqual: Reason = { code: 'sex-equal', points: 2 }
const sexDifferent: Reason = { code: 'sex-different', points: -15 }
const emailEqual: Reason = { code: 'email-equal', points: 15 }
const phoneEqual: Reason = { code: 'phone-equal', points: 8 }
const studentCodeEqual: Reason = { code: 'student-code-equal', points: 30 }

function birthDates(a: number, b: number): Reason {
  if (a === b) return birthDateEqual
  return areNear(a, b) ? birthDateNear : birthDateDifferent
}

/** What likeness is worth, from the most to the least. */
interface Scale {
  readonly equal: Reason
  readonly close: Reason
  readonly soundsAlike: Reason
  readonly different: Reason
}

const nameScale: Scale = {
  equal: { code: 'name-equal', points: 20 },
  close: { code: 'name-close', points: 12 },
  soundsAlike: { code: 'name-sounds-alike', points: 10 },
  different: { code: 'name-different', points: -15 },
}
const firstNameScale: Scale = {
  equal: { code: 'first-name-equal', points: 15 },
  close: { code: 'first-name-close', points: 9 },
  soundsAlike: { code: 'first-name-sounds-alike', points: 7 },
  different: { code: 'first-name-different', points: -25 },
}

function likeness(a: ComparedName, b: ComparedName, scale: Scale): Reason {
  if (a.key === b.key) return scale.equal
  const similarity = jaroWinkler(a.key, b.key)
  if (similarity >= 0.95) return scale.equal
  if (similarity >= 0.88) return scale.close
  return a.phonetic === b.phonetic ? scale.soundsAlike : scale.different
}

/** Names married or left: the name of one like the usage name of the other is worth twelve points at most. */
function names(a: ComparedRecord, b: ComparedRecord): Reason {
  const straight = likeness(a.name, b.name, nameScale)
  return roundabout(straight, 12, 'name-by-usage-name', [
    b.usageName && likeness(a.name, b.usageName, nameScale),
    a.usageName && likeness(a.usageName, b.name, nameScale),
  ])
}

/** The first name of one like the second of the other: eight points at most. */
function firstNames(a: ComparedRecord, b: ComparedRecord): Reason {
  const straight = likeness(a.firstName, b.firstName, firstNameScale)
  return roundabout(straight, 8, 'first-name-by-second-name', [
    b.secondName && likeness(a.firstName, b.secondName, firstNameScale),
    a.secondName && likeness(a.secondName, b.firstName, firstNameScale),
  ])
}

function roundabout(
  straight: Reason,
  most: number,
  code: ReasonCode,
  others: readonly (Reason | null)[],
): Reason {
  if (straight.points >= most) return straight
  let points = straight.points
  for (const other of others) if (other !== null) points = Math.max(points, Math.min(most, other.points))
  return points > straight.points ? { code, points } : straight
}

/** Each like the other's other, be it with a typing error. */
function areExchanged(a: ComparedRecord, b: ComparedRecord): boolean {
  return (
    likeness(a.name, b.firstName, nameScale).points > 0 && likeness(a.firstName, b.name, nameScale).points > 0
  )
}

function sum(reasons: readonly Reason[]): number {
  let points = 0
  for (const reason of reasons) points += reason.points
  return points
}
