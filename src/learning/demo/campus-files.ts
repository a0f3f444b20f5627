import {
  type Campus,
  coursesOf,
  demoCourse,
  demoStudent,
  groupOf,
  labGroupNames,
  labGroupOf,
} from './campus.ts'

/** Command files of a campus: UTF-8, `;`, LF, as the tools take them with their settings as delivered. */

export function coursesFile(campus: Campus): string {
  return file(
    'shortname;fullname;idnumber;category;format;topic1;topic2',
    times(campus.courses, (n) => {
      const { shortname, fullname, idnumber, category } = demoCourse(n)
      return `${shortname};${fullname};${idnumber};${category};topics;Introduction;Travaux dirigés|Exercices et corrigés`
    }),
  )
}

export function usersFile(campus: Campus, from = 0): string {
  return file(
    'username;idnumber;firstname;lastname;email;city;country;lang;cohort;cohortid',
    times(campus.students - from, (index) => {
      const student = demoStudent(from + index)
      const { username, idnumber, firstname, lastname, email, cohort, cohortNumber } = student
      return `${username};${idnumber};${firstname};${lastname};${email};Essaiville;FR;fr;${cohort};${cohortNumber}`
    }),
  )
}

export function enrolmentsFile(campus: Campus): string {
  const lines: string[] = []
  for (let n = 0; n < campus.students; n++)
    for (const course of coursesOf(campus, n))
      lines.push(`add;${course.shortname};${demoStudent(n).username};student;manual;gaddcreate;${groupOf(n)}`)
  return file('cmd;cid;uid;rolename;enrol;gcmd;g1', lines)
}

/** The groups of every course, and a grouping that holds those of practical work. */
export function groupsFile(campus: Campus): string {
  const lines: string[] = []
  for (let n = 0; n < campus.courses; n++) {
    const { shortname } = demoCourse(n)
    lines.push(`grouping;${shortname};Travaux pratiques;${shortname}-TP;;`)
    for (const name of labGroupNames)
      lines.push(
        `group;${shortname};${name};${shortname}-${name};Groupe de travaux pratiques;${shortname}-TP`,
      )
  }
  return file('type;courseid;name;idnumber;description;grouping', lines)
}

/** The first `count` memberships of students in the practical groups of their courses. */
export function groupMembersFile(campus: Campus, count: number): string {
  const lines: string[] = []
  for (let n = 0; n < campus.students && lines.length < count; n++)
    for (const { shortname } of coursesOf(campus, n)) {
      if (lines.length === count) break
      lines.push(`add;${shortname};${shortname}-${labGroupOf(n)};${demoStudent(n).username}`)
    }
  return file('cmd;courseid;groupid;userid', lines)
}

/** The cohorts of the campus, bound to the courses of their faculty and year. */
export function bindingsFile(campus: Campus): string {
  const cohorts = new Map<string, string>()
  for (let n = 0; n < Math.min(campus.students, 100); n++) {
    const { cohort, cohortNumber } = demoStudent(n)
    cohorts.set(cohort.replace(' ', '/'), cohortNumber)
  }
  const lines: string[] = []
  for (let n = 0; n < campus.courses; n++) {
    const course = demoCourse(n)
    const cohort = cohorts.get(course.category)
    if (cohort !== undefined && n % 10 === 0) lines.push(`add;${cohort};${course.idnumber};student`)
  }
  return file('cmd;cohort;course;role', lines)
}

function file(header: string, lines: readonly string[]): string {
  return `${header}\n${lines.map((line) => `${line}\n`).join('')}`
}

function times(count: number, line: (n: number) => string): string[] {
  return Array.from({ length: count }, (_, n) => line(n))
}
