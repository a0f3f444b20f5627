import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

// Every edge case of learning.md section 7 is a test whose title begins with its number, and what the reference does wrong
// has a test that shows that it does not happen here. Both are looked for in the sources, so that none is lost unnoticed:
// whoever renames or removes such a test is told here.

const root = join(import.meta.dirname, '..')
const sources = ['src/{exchange,learning,api,cli,platform}/**/*.ts', 'test/**/*.ts', 'web/src/**/*.test.ts']
  .flatMap((pattern) => globSync(pattern, { cwd: root }))
  .filter((file) => /\.test\.ts$|driver\/suite\//.test(file) && !file.endsWith('learning-cases.test.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'))

/** What stands first between the brackets of a call or of a row of `each`: titles, among other texts. */
const titles = sources.flatMap((text) =>
  [...text.matchAll(/[[(]\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)\s*,/g)].map(
    ([, single, double, template]) => single ?? double ?? template!,
  ),
)

const numbers: Readonly<Record<string, number>> = {
  F: 31,
  R: 16,
  C: 17,
  U: 17,
  P: 4,
  E: 12,
  H: 8,
  B: 4,
  G: 4,
  M: 4,
  D: 17,
}
const cases = Object.entries(numbers).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, at) => `${letter}${String(at + 1).padStart(2, '0')}`),
)

/** `F04` of `F04, F05: ends its lines as the file does`. */
const numbered = new Set(
  titles.flatMap((title) => /^((?:[A-Z]\d\d, )*[A-Z]\d\d): \S/.exec(title)?.[1]?.split(', ') ?? []),
)

describe('the edge cases of learning.md section 7', () => {
  it.each(cases)('%s is a test', (number) => {
    expect([...numbered]).toContain(number)
  })

  it('are 134, and no test has a number that the section has not', () => {
    expect(cases).toHaveLength(134)
    const letters = new Set(Object.keys(numbers))
    expect([...numbered].filter((one) => letters.has(one[0]!) && !cases.includes(one))).toEqual([])
  })
})

/** Defects of the reference by section (`B`: Annex B), each with a part of the title of the test that excludes it. */
const defects: readonly (readonly [section: string, defect: string, ...titles: string[]])[] = [
  ['1.0', 'simulations write', 'a simulation counts the same outcomes', 'B01: a simulation writes nothing'],
  ['1.0', 'a simulation is another path', 'whatever the file, a simulation tells line by line'],
  ['1.1', 'accents are converted twice', 'F16: accents of an ISO-8859-1 file are converted exactly once'],
  ['1.1', 'bad UTF-8 is stored', 'F15: an ISO-8859-1 file read as UTF-8 is refused'],
  ['1.1', 'a BOM survives in some tools', 'F01: and before the first identifier of a file without header'],
  ['1.1', 'lines are cut at 1023 bytes', 'F24: a line of more than 1023 bytes is one row'],
  ['1.1', 'rows are lost as comments without trace', 'F11: an old-style comment counts as skipped'],
  ['1.1', 'any name with a known word in it is a column', 'F18: names are exact'],
  [
    '1.1',
    'the option on unknown columns works for three tools',
    'F19: unknown columns are ignored where that',
  ],
  ['1.1', 'a missing column goes unnoticed', 'F17: a mandatory column that is missing'],
  ['1.1', 'the last of two equal headers wins', 'F20: a column that stands twice'],
  ['1.1', 'short rows are processed', 'R01: a short row is rejected'],
  ['1.1', 'long rows lose cells', 'R02: a long row is rejected'],
  ['1.1', 'quotes are data', 'R03: a separator between quotes', 'R05: a quote that is not closed'],
  ['1.1', 'one escape, of one tool, becomes the separator', 'R06: &#59 and &#44'],
  ['1.1', 'an exception on a row stops the run', 'R14: an unexpected error on a row rejects that row'],
  [
    '1.1',
    'numbers of lines are wrong',
    'R14: an unexpected error on a row',
    'C12: of several lines the failing one',
  ],
  ['1.2', 'an empty identifier names somebody', 'R09: an empty one names nothing', 'E12: empty and unknown'],
  ['1.2', 'of several matches the first is taken', 'R10: of two records that share it none is taken'],
  [
    '1.2',
    'deleted accounts match',
    'a deleted account keeps its row, loses its memberships and frees its identity',
  ],
  ['1.3', 'a value that is wrong is emptied', 'C05: a value against its rule rejects the line'],
  ['1.3', 'absent columns are reset', 'C07: a forced update changes the columns given, and nothing else'],
  [
    '1.3',
    'a category without a name is made',
    'C01: without category column',
    'C02: a category path with an empty',
  ],
  ['1.3', 'id cannot be the identifier', 'id names an existing course only'],
  ['1.3', 'an unchecked number is a category', 'C04: an unknown category number'],
  [
    '1.3',
    'absent self and guest disable',
    'self and guest: 1 adds or enables, 0 disables, nothing leaves them',
  ],
  ['1.3', 'name and summary of a section are swapped', 'name and summary are not swapped on update'],
  ['1.3', 'a Unix time is no date; columns without a rule are emptied', 'every column is stored'],
  ['1.3', 'a short name may be taken from another course', 'C08: a short name that another course has'],
  [
    '1.4',
    'the retry file has the last line, and there is no report',
    'has its failing line, once, in a retry file',
  ],
  ['1.4', 'the home page may be asked to go', 'C13: the home page of the site'],
  ['1.4', 'a line that comes twice is unknown', 'a course named twice is deleted once'],
  ['1.5', 'an uploaded file crashes the check', 'F31: a file sent on the page of the check'],
  ['1.6', 'only the short name works', 'the identifier column is named after the setting'],
  ['1.6', 'modules is never read', 'C15: modules = all'],
  ['1.6', 'one word of two for groupings', 'both words name groupings'],
  ['1.6', 'completion depends on another column', '%s = %s clears what it says'],
  ['1.7', 'unknown courses are linked', 'C17: an unknown master or meta'],
  ['1.7', 'a link is never undone', 'del disables a link; add enables it again'],
  [
    '1.8',
    'any value of deleted deletes',
    'U03: a deleted column of 0',
    '1, yes and true delete, and nothing else',
  ],
  ['1.8', 'a deletion of nobody creates', 'U04: deleting an unknown account creates nothing'],
  [
    '1.8',
    'a deletion has no line in the report',
    'a deletion takes memberships along, frees the identity and is told',
  ],
  ['1.8', 'defaults overwrite on update', 'U12: columns that the file lacks keep their values'],
  ['1.8', 'a password is lost on update', 'U09: an empty password on update'],
  ['1.8', 'letters leave in simulations and for rejected lines', 'no letter: option off, no address, NOMAIL'],
  ['1.8', 'letters depend on the order of columns', 'U10: a letter tells the password wherever'],
  ['1.8', 'a row is dropped when its first cell is empty', 'an empty first column rejects the line'],
  ['1.8', 'an empty cell ends the run', 'U02: an empty mandatory cell rejects its line'],
  ['1.8', 'an address can never change', 'U06: an address that changed'],
  ['1.8', 'protected addresses are not completed', 'U07: a protected address that is empty is completed'],
  ['1.8', 'only the first method is used', 'U14: each binding uses its own method'],
  [
    '1.8',
    'without a role the group is left out',
    'with the role left empty one is a student, and in the group too',
  ],
  ['1.9', 'the identifier is forgotten', 'the identifier column of a reset file holds the identifier'],
  [
    '1.10',
    'the prefix is a pattern; any folder counts',
    'a planned run takes all archives of the root with the prefix',
  ],
  ['1.10', 'forced deletion never happens', 'with forced deletion off and no clean-up the archives stay'],
  [
    '1.10',
    'one report for all archives, no retry file',
    'an archive is read, its report stored, its failing entries',
  ],
  [
    '1.10',
    'archives may lead anywhere and grow',
    'a path that leads out of the archive',
    'a bomb that lies about its size',
  ],
  ['1.11', 'an inactive method gives the role alone', 'E04: a method that the course has not'],
  [
    '1.11',
    'groups of a rejected line are processed',
    'E03: an unknown role rejects the line, its groups too',
  ],
  ['1.11', 'dates that are not understood are now', 'E05: Unix seconds and ISO dates'],
  [
    '1.11',
    'options on letters and empty groups do nothing',
    'a summary goes to the teachers of each course',
    'empty groups of the courses of the file are deleted',
  ],
  ['1.11', 'all roles cannot be removed', 'E11: without role and method takes all roles'],
  ['1.11', 'a slip in the role takes all of them', 'an unknown role takes nothing'],
  ['1.12', 'an unknown member deletes the cohort', 'H01: del with an unknown user deletes nothing'],
  [
    '1.12',
    'name and number are never updated',
    'H05: cname renames',
    'updates every given column that is not the key',
  ],
  ['1.12', 'category 0 is never read', '0 moves the cohort back to the platform'],
  ['1.12', 'cohorts without number conflict', 'cohorts without number do not conflict'],
  ['1.12', 'a cohort without name is made', 'a created cohort without a name is called by its number'],
  ['1.12', 'empty cohorts are never deleted', 'deletes cohorts left without members by this file only'],
  ['1.12', 'unknown verbs are passed over', 'H06: an unknown verb is rejected'],
  ['1.13', 'dates of a binding are ignored', 'enrolstart and enrolend are the dates of the enrolments'],
  ['1.13', 'what was done is not told', 'B04: del then restore disables and enables, and both are reported'],
  ['1.13', 're-enabling fails', 'B02: add re-enables a disabled binding'],
  ['1.14', 'a number is emptied by its absence', 'G01: an update without idnumber column'],
  ['1.14', 'a group of another course is taken', 'by id, a group of another course is refused, and so is'],
  ['1.14', 'its grouping stays empty', 'G03: selfgrouping = 1'],
  [
    '1.14',
    'groups in groupings of their own: never done',
    'autogrouping does so for groups that the file creates',
  ],
  ['1.15', 'a group of another course is filled', 'by id, a group of another course is refused too'],
  ['1.15', 'nobody can be removed', 'M02: del removes'],
  [
    '1.15',
    'all courses of the platform are purged',
    'M04: purge = 1 deletes empty groups of the courses of the file',
  ],
  ['1.15', 'empty groupings cannot be purged', 'purge = 2 deletes empty groupings too'],
  ['2', 'outputs of an upload are invisible', 'F31: an upload and a path of the command line'],
  ['3.1', 'a name with lock in it is never pulled; 0 ends the scan', 'D06: a name that merely contains lock'],
  ['3.1', 'a name is replaced without notice', 'D08: of a name that is in the area already'],
  ['3.1', 'the command line and others do not pull', 'asked for by somebody'],
  [
    '3.3',
    'lock.txt keeps nobody out',
    'D03: a fresh lock.txt',
    'two nodes at once: one pulls, the other says so',
  ],
  ['3.3', 'an exception leaves lock.txt', 'lock.txt goes whatever happens'],
  ['3.4', 'every lock is too old, of the other file', 'D01: a fresh alock.txt blocks, without an alarm'],
  ['3.4', 'one letter a pull, without limit', 'D02: an alock.txt of four hours blocks, with one alarm a day'],
  ['4.1', 'a pattern matches retry files', 'takes all the parts of a split file, by name; never retry files'],
  ['4.2', 'the task of groups is not declared', '%s is planned as learning.md 4.2 says'],
  ['4.5', 'a file that crashes is never set aside', 'a file that crashed twice is set aside'],
  ['4.5', 'two runs of one tool at once', 'F29: a second run of the same tool waits its turn'],
  ['5.1', 'archive and clean-up act on the retry file', 'C11: with a failing row, the original is archived'],
  ['5.1', 'operations without report, retry file or archive', 'every operation is in this table'],
  ['5.2', 'the second of two reports of a minute replaces the first', 'D15: two runs within one second'],
  ['5.2', 'raw keys of captions are shown', 'every code of a message has a heading on the page of a report'],
  ['5.3', 'retry files are in another encoding', 'F16: is in ISO-8859-1 where the file is'],
  ['5.3', 'header and lines are not as they were', 'is the header and the failed lines, byte for byte'],
  ['5.4', 'uploaded files are erased too', 'only files of the programmed positions are removed'],
  [
    '5.4',
    'a group that a file made is not kept for its rejected lines',
    'but is kept when a line was rejected',
  ],
  ['5.6', 'waiting files are deleted by age', 'D16: a command file that has waited for 91 days stays'],
  ['6.1', 'saving erases all settings, without trace', 'every change is kept with its author'],
  ['6.3', 'the test of before is inverted', 'what runs wrote goes once it is older than the age'],
  [
    '6.3',
    'a simulation of the command line is real',
    'a file of users is simulated and processed with code 7',
  ],
  ['A', 'disable fails', 'change the status on the method named, or on every method when none is'],
  ['B 4', 'reports are named after the file', 'say operation and command file'],
  [
    'B 13',
    'columns that the documents tell are refused',
    'a hidden column is taken and does nothing',
    'gcmd is another name of cmd',
    'custom fields are taken under both names',
  ],
  ['B 14', 'cid is no key', 'H08: the column cid is the key'],
]

describe('what the reference does wrong', () => {
  it.each(defects)('%s: %s – does not happen', (_, __, ...parts) => {
    for (const part of parts) expect(titles.filter((title) => title.includes(part))).not.toEqual([])
  })
})

it('no test of the learning platform is passed over', () => {
  const files = globSync('src/{exchange,learning}/**/*.test.ts', { cwd: root })
  expect(files.length).toBeGreaterThan(30)
  for (const file of files)
    expect(readFileSync(join(root, file), 'utf8'), file).not.toMatch(
      /\b(?:it|test|describe)\.(?:skip|todo|only)\b/,
    )
})
