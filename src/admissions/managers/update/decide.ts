import type { DirectoryEntry } from '../directory/directory.ts'

/** Somebody of the back office as we know them. */
export interface KnownPerson {
  readonly login: string
  readonly label: string | null
  readonly mail: string | null
  readonly inService: boolean
  /** Of a profile A. */
  readonly administrator: boolean
  readonly lastLook: Look | null
}

/** What a look at the directory makes of somebody. */
export type Look = 'found' | 'absent' | 'invalid'

export interface PersonChange {
  readonly login: string
  readonly label: string | null
  readonly mail: string | null
  readonly inService: boolean
  readonly look: Look
}

export type Decision =
  | {
      readonly ok: true
      /** Those whose row changes. */
      readonly changes: readonly PersonChange[]
      /** Label or mail differ. */
      readonly updated: readonly string[]
      readonly enabled: readonly string[]
      readonly disabled: readonly string[]
      /** Absent, kept in service all the same. */
      readonly kept: readonly string[]
      readonly invalid: readonly { readonly login: string; readonly why: string }[]
    }
  /** Nothing is to be changed: what the directory says is not to be believed. */
  | { readonly ok: false; readonly why: string }

/** From so many, and beyond such a share of those in service, an administrator looks before anybody is disabled. */
const fewest = 5
const share = 0.2

/**
 * What the directory's answer makes of the persons of the back office (admissions.md 3.16): found ones take its label and mail
 * and come back into service, absent ones go out of it. Profiles are never touched.
 */
export function decideManagers(
  persons: readonly KnownPerson[],
  entries: readonly DirectoryEntry[],
  technicalAdministrator: string,
): Decision {
  const byLogin = entriesByLogin(entries)
  const looks = persons.map((person) => ({ person, seen: lookAt(byLogin.get(fold(person.login)) ?? []) }))
  const absent = looks.filter(({ person, seen }) => seen.look === 'absent' && person.inService)
  if (persons.length > 0 && looks.every(({ seen }) => seen.look === 'absent'))
    return {
      ok: false,
      why: `l'annuaire ne connaît aucune des ${persons.length} personnes : rien n'est modifié`,
    }

  const kept = keptInService(persons, absent, technicalAdministrator)
  const disabled = absent.flatMap(({ person: { login } }) => (kept.has(login) ? [] : [login]))
  const inService = persons.filter((person) => person.inService).length
  if (disabled.length >= fewest && disabled.length > inService * share)
    return {
      ok: false,
      why: `${disabled.length} personnes sur ${inService} seraient mises hors service (plus de 20 %) : rien n'est modifié`,
    }

  const gone = new Set(disabled)
  const changes = looks.flatMap(({ person, seen }): PersonChange[] => {
    const { login, label, mail, inService, lastLook } = person
    const now =
      seen.look === 'found'
        ? { label: seen.label, mail: seen.mail, inService: true }
        : { label, mail, inService: inService && !gone.has(login) }
    const same =
      now.label === label && now.mail === mail && now.inService === inService && seen.look === lastLook
    return same ? [] : [{ login, look: seen.look, ...now }]
  })
  const before = new Map(persons.map((person) => [person.login, person]))
  const loginsOf = (differ: (known: KnownPerson, change: PersonChange) => boolean) =>
    changes.filter((change) => differ(before.get(change.login)!, change)).map(({ login }) => login)
  return {
    ok: true,
    changes,
    updated: loginsOf((known, change) => known.label !== change.label || known.mail !== change.mail),
    enabled: loginsOf((known, change) => change.inService && !known.inService),
    disabled,
    kept: [...kept],
    invalid: looks.flatMap(({ person: { login }, seen }) =>
      seen.look === 'invalid' ? [{ login, why: seen.why }] : [],
    ),
  }
}

/** The technical administrator, and the administrators when none would be left. */
function keptInService(
  persons: readonly KnownPerson[],
  absent: readonly { readonly person: KnownPerson }[],
  technicalAdministrator: string,
): ReadonlySet<string> {
  const technical = fold(technicalAdministrator)
  const leaving = new Set(
    absent.map(({ person: { login } }) => login).filter((login) => fold(login) !== technical),
  )
  const administrators = persons.filter((person) => person.administrator && person.inService)
  const noneLeft = administrators.every(({ login }) => leaving.has(login))
  return new Set(
    absent
      .filter(({ person }) => fold(person.login) === technical || (noneLeft && person.administrator))
      .map(({ person: { login } }) => login),
  )
}

type Seen =
  | { readonly look: 'found'; readonly label: string; readonly mail: string | null }
  | { readonly look: 'absent' }
  | { readonly look: 'invalid'; readonly why: string }

function lookAt(entries: readonly DirectoryEntry[]): Seen {
  const [entry, second] = entries
  if (entry === undefined) return { look: 'absent' }
  if (second !== undefined) return { look: 'invalid', why: 'plusieurs entrées de cet identifiant' }
  const label = entry.displayName?.trim() ?? ''
  const mail = entry.mail?.trim() || null
  if (label === '') return { look: 'invalid', why: 'sans nom affiché' }
  if (label.length > longest) return { look: 'invalid', why: `nom affiché de plus de ${longest} caractères` }
  if (mail !== null && mail.length > longest)
    return { look: 'invalid', why: `adresse de plus de ${longest} caractères` }
  if (hasControls(label) || (mail !== null && hasControls(mail)))
    return { look: 'invalid', why: 'caractère de contrôle' }
  return { look: 'found', label, mail }
}

const longest = 255

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const hasControls = (text: string) => /[\u0000-\u001f\u007f]/.test(text) || !text.isWellFormed()

function entriesByLogin(entries: readonly DirectoryEntry[]): Map<string, DirectoryEntry[]> {
  const found = new Map<string, DirectoryEntry[]>()
  for (const entry of entries)
    for (const login of new Set(entry.logins.map(fold)))
      found.set(login, [...(found.get(login) ?? []), entry])
  return found
}

/** As directories compare logins. */
const fold = (login: string) => login.trim().toLowerCase()
