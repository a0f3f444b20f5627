import type { Checked } from '../../../../exchange/command-file/command-tool.ts'
import type { Row } from '../../../../exchange/command-file/row.ts'
import type { LineMessage } from '../../../../exchange/command-file/verdict.ts'
import type { CourseIdentity } from '../../../driver/reader.ts'
import type { CourseFields } from '../../../driver/records.ts'
import type { FileInstant } from '../../file-instant.ts'
import { categoryWish } from './category-wish.ts'
import { type CellRule, cellRules, teacherNumber, topicPosition } from './course-columns.ts'
import type { CourseCommand, TeacherWish, TemplateWish, Topic } from './course-command.ts'
import {
  emptyValue,
  tooLong,
  unknownFormat,
  unsafeTemplatePath,
  wrongDate,
  wrongNumber,
  wrongYesNo,
} from './messages.ts'

/** What the rules depend on besides the row. */
export interface CourseRules {
  readonly identity: CourseIdentity
  readonly categoryIdentity: 'idname' | 'idnumber'
  readonly formats: readonly string[]
  readonly maxBytes: number
  readonly readDate: (text: string) => FileInstant
}

const longestShortname = 150
const longestFullname = 254

/** Pure: every rule of learning.md 1.3 that a row alone can break. All faults of a row at once; one is enough to reject it. */
export function checkCourse(row: Row, rules: CourseRules): Checked<CourseCommand> {
  const faults: LineMessage[] = []
  const shortname = name(row, 'shortname', longestShortname, faults)
  const fullname = name(row, 'fullname', longestFullname, faults)
  const fields: { [field: string]: unknown } = {}
  for (const [column, rule] of Object.entries(cellRules)) {
    const value = row.value(column)
    if (value === undefined) continue
    const read = cell(column, value, rule, rules, faults)
    if (read !== undefined) fields[rule.field] = read
  }
  const category = categoryWish(row.text('category'), rules.categoryIdentity, faults)
  const self = yesNo('self', row.text('self'), faults)
  const guest = yesNo('guest', row.text('guest'), faults)
  const template = templateWish(row.text('template'), faults)
  const topics = topicsOf(row, faults)
  const teachers = teachersOf(row, faults)
  if (faults.length > 0) return { ok: false, faults }
  return {
    ok: true,
    command: {
      identifier: row.text(rules.identity),
      shortname,
      fullname,
      fields: fields as Partial<CourseFields>,
      category,
      self,
      guest,
      template,
      topics,
      teachers,
    },
    warnings: [],
  }
}

function name(row: Row, column: string, longest: number, faults: LineMessage[]): string {
  const value = row.text(column)
  if (value === '') faults.push(emptyValue(column))
  else limit(column, value, longest, faults)
  return value
}

/** The value of a cell as its field takes it; undefined: the cell says nothing, or has a fault. */
function cell(
  column: string,
  value: string,
  { kind }: CellRule,
  rules: CourseRules,
  faults: LineMessage[],
): string | number | boolean | null | undefined {
  switch (kind.is) {
    case 'text':
      limit(column, value, kind.longest, faults)
      return value
    case 'optional-text':
      limit(column, value, kind.longest, faults)
      return value === '' ? null : value
    case 'yes-no':
      return yesNo(column, value, faults) ?? undefined
    case 'format':
      if (value === '') return undefined
      if (!rules.formats.includes(value)) faults.push(unknownFormat(value, rules.formats))
      return value
    case 'integer': {
      if (value === '') return undefined
      const most = kind.most === 'site maximum' ? rules.maxBytes : kind.most
      const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN
      if (!(number >= kind.least && number <= most)) faults.push(wrongNumber(column, value, kind.least, most))
      return column === 'defaultgroupingid' && number === 0 ? null : number
    }
    case 'date': {
      if (value === '') return undefined
      const date = rules.readDate(value)
      if (!date.ok) faults.push(wrongDate(column, value))
      return date.ok ? (date.at ?? 0) : undefined
    }
  }
}

/** Null: the cell is empty, or there is no such column. */
function yesNo(column: string, value: string, faults: LineMessage[]): boolean | null {
  if (value === '') return null
  if (value !== '0' && value !== '1') faults.push(wrongYesNo(column, value))
  return value === '1'
}

function limit(column: string, value: string, longest: number, faults: LineMessage[]): void {
  const length = [...value].length
  if (length > longest) faults.push(tooLong(column, length, longest))
}

function templateWish(value: string, faults: LineMessage[]): TemplateWish | null {
  if (value === '') return null
  if (!value.toLowerCase().endsWith('.mbz')) return { from: 'course', shortname: value }
  const path = value.replace(/^\/+/, '')
  const parts = path.split('/')
  if (/[\\\p{Cc}]/u.test(path) || parts.includes('..') || parts.includes('.') || parts.includes(''))
    faults.push(unsafeTemplatePath(value))
  return { from: 'backup', path }
}

/** `name|summary`; columns whose cell is empty say nothing. */
function topicsOf(row: Row, faults: LineMessage[]): Topic[] {
  return row.columns.flatMap((column) => {
    const position = topicPosition(column)
    const value = row.text(column)
    if (position === null || value === '') return []
    const bar = value.indexOf('|')
    const heading = (bar === -1 ? value : value.slice(0, bar)).trim()
    limit(column, heading, 255, faults)
    return [{ position, name: heading, summary: bar === -1 ? null : value.slice(bar + 1).trim() }]
  })
}

/** `teacherN_role` is read and checked; the role is always the non-editing teacher's, as in the reference. */
function teachersOf(row: Row, faults: LineMessage[]): TeacherWish[] {
  return row.columns.flatMap((column) => {
    if (teacherNumber(column, 'role') !== null) limit(column, row.text(column), 40, faults)
    const account = row.text(column)
    if (teacherNumber(column, 'account') === null || account === '') return []
    limit(column, account, 255, faults)
    return [{ column, account }]
  })
}
