import type { Issue } from '../messages/issue.ts'
import { wrongColumnCount, wrongColumnName } from '../messages/messages.ts'
import { expectedHeader } from './columns.ts'
import type { FormatVersion } from './import-model.ts'

/** The names of a header line. Unlike values they are taken as they stand: `NOM ` is not `NOM`. */
export function headerFields(line: string): string[] {
  return line.split(';')
}

/**
 * Health.md 3.5-5 and 3.5-6: a wrong number of columns gets that message alone, otherwise each wrong name
 * gets one. Empty when the header is right. An empty file has one empty field, hence the first message.
 */
export function checkHeader(fields: readonly string[], version: FormatVersion): Issue[] {
  const expected = expectedHeader(version)
  if (fields.length !== expected.length) return [wrongColumnCount(expected.length)]
  const issues: Issue[] = []
  for (let index = 0; index < expected.length; index++)
    if (fields[index] !== expected[index]) issues.push(wrongColumnName(index + 1, expected[index]!))
  return issues
}
