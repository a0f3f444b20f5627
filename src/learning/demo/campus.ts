/**
 * A fictional campus of two faculties, for the demonstration and the benchmarks: everybody is called TEST-something and
 * has an address at example.org. Course `n` and person `n` are always the same.
 */
export interface Campus {
  readonly courses: number
  readonly students: number
  /** Courses that each student follows. */
  readonly coursesEach: number
}

/** What the demonstration shows: 300 courses, 5,000 accounts, 20,000 enrolments. */
export const demoCampus: Campus = { courses: 300, students: 5000, coursesEach: 4 }

interface Faculty {
  readonly name: string
  readonly prefix: string
  readonly subjects: readonly string[]
}

const faculties: readonly Faculty[] = [
  {
    name: 'Sciences',
    prefix: 'SCI',
    subjects: ['Biologie cellulaire', 'Algèbre', 'Mécanique', 'Chimie organique', 'Algorithmique'],
  },
  {
    name: 'Droit',
    prefix: 'DRT',
    subjects: [
      'Droit des contrats',
      'Droit constitutionnel',
      'Histoire du droit',
      'Droit pénal',
      'Procédure civile',
    ],
  },
]

const years = ['Licence 1', 'Licence 2', 'Licence 3', 'Master 1', 'Master 2'] as const
const firstNames = [
  'Zoé',
  'Léo',
  'Inès',
  'Hugo',
  'Chloé',
  'Théo',
  'Maëlle',
  'Loïc',
  'Élise',
  'Rémi',
  'Anaïs',
  'Gaël',
] as const
const groupNames = ['TD-A', 'TD-B', 'TD-C'] as const
export const labGroupNames = ['TP-1', 'TP-2', 'TP-3', 'TP-4'] as const

export interface DemoCourse {
  readonly shortname: string
  readonly fullname: string
  readonly idnumber: string
  /** Path of names. */
  readonly category: string
}

/** Course `n` of the campus, from 0. */
export function demoCourse(n: number): DemoCourse {
  const faculty = faculties[n % faculties.length]!
  const rank = Math.floor(n / faculties.length)
  const subject = faculty.subjects[rank % faculty.subjects.length]!
  const shortname = `${faculty.prefix}${101 + rank}`
  return {
    shortname,
    fullname: `${subject} ${1 + Math.floor(rank / faculty.subjects.length)}`,
    idnumber: `UE-${shortname}`,
    category: `${faculty.name}/${years[rank % years.length]}`,
  }
}

export interface DemoStudent {
  readonly username: string
  readonly idnumber: string
  readonly firstname: string
  readonly lastname: string
  readonly email: string
  /** Name and number of the cohort: the faculty and the year. */
  readonly cohort: string
  readonly cohortNumber: string
}

/** Student `n` of the campus, from 0. */
export function demoStudent(n: number): DemoStudent {
  const faculty = faculties[n % faculties.length]!
  const year = years[Math.floor(n / faculties.length) % years.length]!
  return {
    username: `etudiant${n + 1}`,
    idnumber: `E${100_001 + n}`,
    firstname: firstNames[n % firstNames.length]!,
    lastname: `TEST${letters(n)}`,
    email: `etudiant${n + 1}@example.org`,
    cohort: `${faculty.name} ${year}`,
    cohortNumber: `${faculty.prefix}-${year.replace('icence ', '').replace('aster ', '')}`,
  }
}

/** The courses of student `n`: of the student's own faculty, each once. */
export function coursesOf(campus: Campus, n: number): DemoCourse[] {
  const ofFaculty = Math.floor(campus.courses / faculties.length)
  const step = Math.max(1, Math.floor(ofFaculty / campus.coursesEach))
  return Array.from({ length: Math.min(campus.coursesEach, ofFaculty) }, (_, index) => {
    const rank = (Math.floor(n / faculties.length) * 7 + index * step) % ofFaculty
    return demoCourse(rank * faculties.length + (n % faculties.length))
  })
}

/** The group of student `n` for tutorials, in each of their courses. */
export function groupOf(n: number): string {
  return groupNames[Math.floor(n / faculties.length) % groupNames.length]!
}

/** The same for practical work. */
export function labGroupOf(n: number): string {
  return labGroupNames[Math.floor(n / faculties.length) % labGroupNames.length]!
}

/** Four letters from a number, each number its own up to 456,975. */
function letters(n: number): string {
  let rest = (n * 17_711) % 456_976
  let text = ''
  for (let index = 0; index < 4; index++) {
    text += String.fromCharCode(65 + (rest % 26))
    rest = Math.floor(rest / 26)
  }
  return text
}
