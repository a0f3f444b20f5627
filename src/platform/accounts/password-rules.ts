import type { Text } from '../text.ts'
import { longestPassword } from './password.ts'

/**
 * What a password must be. Length counts, mixtures of kinds of characters do not: ANSSI, « Recommandations relatives à
 * l'authentification multifacteur et aux mots de passe » (version 2, 2021: a minimal length, no expiry by the calendar,
 * refusal of what is easily guessed), and CNIL, deliberation 2022-100 of 21 July 2022 (50 bits where failed attempts
 * are delayed, which they are here: `sign-in-lock.ts`; twelve letters at random make 56).
 */
export const minimumLength = 12

export interface PasswordContext {
  readonly login: string
  readonly name: string
  readonly email: string | null
  /** The establishment's name, whose words everybody tries first. */
  readonly establishment: string
}

/** Why `password` is refused, all reasons at once; empty: it is good. */
export function passwordFaults(password: string, context: PasswordContext): Text[] {
  const faults: Text[] = []
  const length = [...password.normalize('NFC')].length
  if (length < minimumLength)
    faults.push({
      fr: `Au moins ${minimumLength} caractères (il y en a ${length})`,
      en: `At least ${minimumLength} characters (there are ${length})`,
    })
  if (length > longestPassword)
    faults.push({
      fr: `Au plus ${longestPassword} caractères`,
      en: `At most ${longestPassword} characters`,
    })
  const plain = simplified(password)
  const [own, establishment] = [
    [context.login, ...words(context.name), context.email ?? '', (context.email ?? '').split('@')[0]!],
    words(context.establishment),
  ]
  if (isMadeOf(plain, own))
    faults.push({
      fr: 'Pas votre identifiant, votre nom ni votre adresse, même complétés de quelques caractères',
      en: 'Not your login, name or address, even with a few characters added',
    })
  if (isMadeOf(plain, [...establishment, 'nocturne', 'universite', 'university']))
    faults.push({
      fr: "Pas le nom de l'établissement ni de l'application, même complété de quelques caractères",
      en: 'Not the name of the establishment or of the application, even with a few characters added',
    })
  if (isCommon(plain) || isRow(password))
    faults.push({
      fr: 'Trop courant : parmi les premiers que tout le monde essaie',
      en: 'Too common: among the first that everybody tries',
    })
  return faults
}

/** Without accents, case and the usual replacements of letters: `M0t2P@sse` and `motdepasse` are one word to a guesser. */
function simplified(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('0', 'o')
    .replaceAll('1', 'i')
    .replaceAll('3', 'e')
    .replaceAll('4', 'a')
    .replaceAll('5', 's')
    .replaceAll('@', 'a')
    .replaceAll('$', 's')
    .replaceAll('!', 'i')
}

function words(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u)
}

/** How many characters must be left once the known words are taken out of a password. */
const ownCharacters = 8

/** Whether little remains of the password without these words (those of 3 letters and more). */
function isMadeOf(plain: string, known: readonly string[]): boolean {
  const used = known.map(simplified).filter((word) => word.length >= 3 && plain.includes(word))
  if (used.length === 0) return false
  used.sort((a, b) => b.length - a.length)
  let rest = plain
  for (const word of used) rest = rest.replaceAll(word, '')
  return rest.length < ownCharacters
}

/** The stems of what leads every published list of leaked passwords, in French and English; repeated or followed by figures. */
const common = [
  'motdepasse',
  'password',
  'passwort',
  'azerty',
  'azertyuiop',
  'qwerty',
  'qwertyuiop',
  'qsdfghjklm',
  'asdfghjkl',
  'wxcvbn',
  'zxcvbnm',
  'abcdefghijklm',
  'bonjour',
  'soleil',
  'doudou',
  'loulou',
  'chouchou',
  'jetaime',
  'iloveyou',
  'bienvenue',
  'welcome',
  'administrateur',
  'administrator',
  'admin',
  'root',
  'secret',
  'changeme',
  'changezmoi',
  'letmein',
  'etudiant',
  'student',
  'marseille',
  'football',
  'princesse',
  'princess',
  'dragon',
  'monkey',
  'sunshine',
  'superman',
  'trustnoi',
].map(simplified)

function isCommon(plain: string): boolean {
  // One character, or a short pattern, over and over.
  if (/^(.{1,4})\1+.{0,3}$/s.test(plain)) return true
  let rest = plain
  for (const word of [...common].sort((a, b) => b.length - a.length)) rest = rest.replaceAll(word, '')
  return rest.length < plain.length && rest.length < ownCharacters
}

/** Figures that count up or down. */
function isRow(password: string): boolean {
  const up = '0123456789'.repeat(2)
  const down = '9876543210'.repeat(2)
  return password.length >= 4 && (up.includes(password) || down.includes(password))
}
