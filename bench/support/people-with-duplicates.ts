import { nameKey } from '../../src/health/student-import/line/name-key.ts'
import { type SeededRandom, seededRandom } from '../../test/support/seeded-random.ts'

/** How one person came to have two records. */
export const errorKinds = [
  'typing-name',
  'typing-first-name',
  'misheard',
  'swapped',
  'married',
  'date-digit',
  'date-exchanged',
  'wrong-ine',
  'missing-data',
  'two-errors',
] as const

export type ErrorKind = (typeof errorKinds)[number]

export interface BenchStudent {
  readonly id: number
  familyName: string
  usageName: string | null
  firstName: string
  secondName: string | null
  sex: 'M' | 'F' | 'INCONNU'
  /** AAAA-MM-JJ */
  birthDate: string
  nationality: string
  ine: string | null
  phone: string | null
  email: string | null
  studentCode: string | null
  readonly establishment: string
}

export interface KnownPair {
  readonly a: number
  readonly b: number
  readonly kind: ErrorKind
}

/**
 * People of a university of `count` records, of whom one in twenty is somebody's second record, with the errors that
 * clerks and families make. Names are as frequent as French ones (the first surname has 1.2 %, the first first name 4 %),
 * birth dates go over ten years; among them twins (0.4 %), other siblings (3 %) and the homonyms that chance makes: what a
 * search must not take for one person. Always the same people.
 */
export function* peopleWithDuplicates(
  count: number,
  known: (pair: KnownPair) => void,
): Generator<BenchStudent> {
  const random = seededRandom(20_260_301)
  const surnames = surnameList(Math.max(2_000, Math.round(count / 12)))
  const pick = frequencies(surnames.length, 0.86)
  const women = frequencies(womenNames.length, 0.75)
  const men = frequencies(menNames.length, 0.75)
  const unit = () => random.between(0, 999_999_999) / 1_000_000_000
  const newcomer = (id: number): BenchStudent => {
    const woman = random.chance(0.55)
    const first = () => (woman ? womenNames[women(unit())]! : menNames[men(unit())]!)
    const familyName = surnames[pick(unit())]!
    return {
      id,
      familyName,
      usageName: woman && random.chance(0.03) ? surnames[pick(unit())]! : null,
      firstName: first(),
      secondName: random.chance(0.4) ? first() : null,
      sex: woman ? 'F' : 'M',
      birthDate: anyDate(random),
      nationality: random.chance(0.9) ? '100' : String(random.between(101, 160)),
      ine: random.chance(0.95) ? ineOf(id) : null,
      phone: random.chance(0.7) ? phoneOf(id) : null,
      email: random.chance(0.85) ? `etudiant${id}@example.invalid` : null,
      studentCode: String(20_000_000 + id),
      establishment: random.chance(0.7) ? '0990001X' : '0990002Y',
    }
  }

  const duplicates = Math.round(count / 20)
  const originals = count - duplicates
  /** Whom an original is followed by, after all others. */
  const seconds: BenchStudent[] = []
  for (let id = 1; id <= originals; ) {
    const person = newcomer(id)
    if (Math.floor((id * duplicates) / originals) > seconds.length) {
      const kind = errorKinds[seconds.length % errorKinds.length]!
      const second = secondRecord(person, originals + seconds.length + 1, kind, random, surnames)
      seconds.push(second)
      known({ a: person.id, b: second.id, kind })
    }
    yield person
    id++
    if (id > originals || !random.chance(0.034)) continue
    // A brother or sister: one name, often one telephone; a twin on the same day.
    const sibling = newcomer(id)
    sibling.familyName = person.familyName
    sibling.nationality = person.nationality
    if (random.chance(0.4)) sibling.phone = person.phone
    if (random.chance(0.12)) sibling.birthDate = person.birthDate
    if (sibling.birthDate !== person.birthDate || sibling.firstName !== person.firstName) yield sibling
    else yield { ...sibling, birthDate: anyDate(random) }
    id++
  }
  yield* seconds
}

function secondRecord(
  original: BenchStudent,
  id: number,
  kind: ErrorKind,
  random: SeededRandom,
  surnames: readonly string[],
): BenchStudent {
  const second: BenchStudent = {
    ...original,
    id,
    ine: random.chance(0.5) ? null : random.chance(0.7) ? original.ine : ineOf(id),
    email: random.chance(0.3) ? original.email : random.chance(0.5) ? `autre${id}@example.invalid` : null,
    phone: random.chance(0.4) ? original.phone : random.chance(0.5) ? phoneOf(id) : null,
    secondName: random.chance(0.7) ? original.secondName : null,
    studentCode: random.chance(0.1) ? original.studentCode : String(20_000_000 + id),
  }
  if (kind === 'typing-name' || kind === 'two-errors') second.familyName = mistyped(second.familyName, random)
  if (kind === 'typing-first-name') second.firstName = mistyped(nameKey(second.firstName), random)
  if (kind === 'misheard') second.familyName = misheard(second.familyName, random)
  if (kind === 'swapped') {
    second.familyName = nameKey(original.firstName)
    second.firstName = original.familyName
  }
  if (kind === 'married') {
    const married = random.pick(surnames)
    if (random.chance(0.5)) second.usageName = original.familyName
    else original.usageName = married
    second.familyName = married
  }
  if (kind === 'date-digit' || kind === 'two-errors')
    second.birthDate = wrongDigit(original.birthDate, random)
  if (kind === 'date-exchanged') {
    const [year, month, day] = original.birthDate.split('-') as [string, string, string]
    // Only the first twelve days can be exchanged: such a person is born on one.
    if (Number(day) > 12 || day === month) {
      original.birthDate = `${year}-${month}-${Number(month) === 7 ? '08' : '07'}`
      second.birthDate = `${year}-${Number(month) === 7 ? '08' : '07'}-${month}`
    } else second.birthDate = `${year}-${day}-${month}`
  }
  if (kind === 'wrong-ine') second.ine = ineOf(id)
  if (kind === 'missing-data') {
    second.ine = null
    second.email = null
  }
  return second
}

function anyDate(random: SeededRandom): string {
  return `${random.between(1997, 2006)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`
}

function wrongDigit(date: string, random: SeededRandom): string {
  for (;;) {
    const places = [3, 6, 8, 9]
    const place = random.pick(places)
    const wrong = `${date.slice(0, place)}${random.between(0, 9)}${date.slice(place + 1)}`
    const [, month, day] = wrong.split('-').map(Number) as [number, number, number]
    if (wrong !== date && month >= 1 && month <= 12 && day >= 1 && day <= 28) return wrong
  }
}

function mistyped(name: string, random: SeededRandom): string {
  for (;;) {
    const at = random.between(0, name.length - 1)
    const letter = String.fromCharCode(65 + random.between(0, 25))
    const wrong = random.pick([
      name.slice(0, at) + letter + name.slice(at + 1),
      name.slice(0, at) + letter + name.slice(at),
      name.length > 3 ? name.slice(0, at) + name.slice(at + 1) : name + letter,
      name.slice(0, at) + name.slice(at + 1, at + 2) + name.slice(at, at + 1) + name.slice(at + 2),
    ])
    if (wrong !== name) return wrong
  }
}

/** Another spelling of the same sound. */
function misheard(name: string, random: SeededRandom): string {
  const spellings: [RegExp, string][] = [
    [/EAU$/, 'OT'],
    [/OT$/, 'EAU'],
    [/AULT$/, 'AUD'],
    [/IER$/, 'IEZ'],
    [/IN$/, 'AIN'],
    [/ON$/, 'OND'],
    [/ARD$/, 'ART'],
    [/C(?=[AOU])/, 'K'],
    [/PH/, 'F'],
    [/(?<=[AEIOU])LL?(?=[AEIOU])/, 'LL'],
    [/E?$/, 'S'],
  ]
  const fitting = spellings.filter(([sound, other]) => name.replace(sound, other) !== name)
  const [sound, other] = random.pick(fitting)
  return name.replace(sound, other)
}

/** Surnames of syllables, the commonest first. */
function surnameList(count: number): string[] {
  const starts = [
    'B',
    'BL',
    'BR',
    'C',
    'CH',
    'CL',
    'D',
    'F',
    'FL',
    'G',
    'GR',
    'J',
    'L',
    'M',
    'N',
    'P',
    'PH',
    'R',
    'S',
    'T',
    'TR',
    'V',
    '',
  ]
  const middles = ['A', 'AI', 'AU', 'E', 'I', 'O', 'OU', 'U', 'AN', 'ON', 'ER', 'AR', 'OR', 'IL', 'EL']
  const joins = [
    'B',
    'C',
    'CH',
    'D',
    'G',
    'GN',
    'L',
    'LL',
    'M',
    'N',
    'NN',
    'P',
    'R',
    'S',
    'SS',
    'T',
    'TT',
    'V',
  ]
  const ends = [
    'EAU',
    'IER',
    'ON',
    'IN',
    'ARD',
    'ET',
    'AULT',
    'EL',
    'OT',
    'ANT',
    'EZ',
    'Y',
    'E',
    'OUX',
    'AND',
    'ERT',
  ]
  const random = seededRandom(7)
  const names = new Set<string>()
  while (names.size < count) {
    const two = random.chance(0.6)
    names.add(
      random.pick(starts) +
        random.pick(middles) +
        random.pick(joins) +
        (two ? random.pick(middles) + random.pick(joins) : '') +
        random.pick(ends),
    )
  }
  return [...names]
}

/** Draws a rank from a number in [0, 1): rank r is as frequent as 1 / (r + 2) ^ steepness. */
function frequencies(count: number, steepness: number): (unit: number) => number {
  const sums = new Float64Array(count)
  let sum = 0
  for (let rank = 0; rank < count; rank++) {
    sum += 1 / (rank + 2) ** steepness
    sums[rank] = sum
  }
  return (unit) => {
    const wanted = unit * sum
    let low = 0
    let high = count - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! <= wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

function ineOf(id: number): string {
  return `${String(900_000_000 - id * 7).padStart(9, '0')}${String.fromCharCode(65 + (id % 26))}X`
}

function phoneOf(id: number): string {
  return `0199${String((id * 7919) % 1_000_000).padStart(6, '0')}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

// First names as frequent in France at that time, most frequent first.
const womenNames =
  words(`Léa Manon Camille Emma Chloé Marie Sarah Laura Inès Mathilde Lucie Clara Anaïs Pauline Océane
  Marine Julie Lisa Justine Juliette Emilie Jade Louise Eva Lola Alice Charlotte Morgane Noémie Mélanie Zoé Margaux Ambre
  Clémence Elise Romane Lou Agathe Elisa Salomé Audrey Amandine Maëlle Célia Coralie Nina Jeanne Fanny Laurine Maéva Lina
  Alexia Andréa Elodie Estelle Claire Victoria Valentine Solène Alicia Amélie Jessica Axelle Ophélie Carla Laurie Yasmine
  Sofia Garance Victoire Gabrielle Blanche Apolline Capucine Faustine Diane Hélène Fatima Aminata Aïcha Nour Assia Leïla
  Myriam Nadia Samia Sonia Karima Ludivine Marion Melissa Ariane Barbara Céline Delphine Elsa Flavie Gwenaëlle Iris Joséphine
  Katia Lætitia Maude Ninon Oriane Perrine Rachel Sabrina Tiphaine Ursule Violette Wendy Yaëlle Zélie Bérénice Cassandre`)
const menNames =
  words(`Thomas Lucas Théo Hugo Maxime Nicolas Quentin Alexandre Antoine Clément Alexis Romain Valentin Louis
  Paul Enzo Léo Mathis Nathan Arthur Adrien Baptiste Julien Guillaume Benjamin Florian Dylan Pierre Victor Tom Simon Raphaël
  Corentin Kevin Vincent Bastien Rémi Matthieu Martin Axel Jules Anthony Gabriel Robin Tristan Samuel Jérémy Dorian Loïc Evan
  Mehdi Yanis Mohamed Adam Ali Karim Bilal Rayan Ibrahim Ousmane Amadou Youssef Samy Nassim Walid Damien Fabien Gaël Grégoire
  Gaëtan Joris Kilian Ludovic Marc Mickaël Olivier Oscar Patrick Philippe Rodolphe Sébastien Stéphane Sylvain Tanguy Thibault
  Ulysse Xavier Yann Zacharie Armand Augustin Basile César Charles Côme David Edouard Eliott Emile Erwan Félix François Gaspard
  Germain Henri Ilan Ismaël Jean Joachim Jonathan Kylian Léonard Lilian Malo Marius Nolan Octave`)

function words(text: string): string[] {
  return text.split(/\s+/)
}
