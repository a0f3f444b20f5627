import type { Text } from '../../platform/text.ts'
import type { FileFault } from '../command-file/file-fault.ts'
import type { LoadOffice } from './load-kind.ts'
import { columnsOf, toolOf } from './load-kinds.ts'

/**
 * A fault of a file as run logs and readers are told it. A column that is none of ours may be what somebody is called:
 * where a header is half there, or a line was pasted into it. The report, for operators, names it.
 */
export function toldToAll(office: LoadOffice, operation: string, { column, text, line }: FileFault): Text {
  const ours = office.kinds.filter(({ code }) => toolOf(code) === operation).flatMap(columnsOf)
  if (column === null || ours.some(({ name }) => name === column)) return text
  return {
    fr: `Une colonne de la ligne ${line ?? 1} n’est pas connue : le rapport du chargement dit laquelle.`,
    en: `A column of line ${line ?? 1} is not known: the report of the load says which.`,
  }
}
