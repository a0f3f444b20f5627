import { createOutputFile } from '../../src/exchange/output-file.ts'
import { headerBytes, studentLine } from '../../src/health/demo/student-file.ts'
import { encodeLatin1 } from '../../src/health/student-import/line/latin1.ts'

export type FileKind = 'first' | 'nightly' | 'faulty'

/** Writes a student file of `lines` data lines in ISO-8859-1 with CR LF. */
export function writeStudentFile(path: string, lines: number, kind: FileKind): void {
  const file = createOutputFile(path)
  file.write(headerBytes)
  for (let start = 1; start <= lines; start += 1000) {
    let text = ''
    for (let n = start; n < start + 1000 && n <= lines; n++) text += lineOf(n, kind)
    file.write(encodeLatin1(text))
  }
  file.close()
}

/** Nightly: 1 % of the students have changed, 0.2 % of the lines are bad. Faulty: every line lacks its nationality. */
function lineOf(n: number, kind: FileKind): string {
  if (kind === 'faulty' || (kind === 'nightly' && n % 500 === 7)) return without(studentLine(n), 11)
  return studentLine(n, { edition: kind === 'nightly' && n % 100 === 3 ? 1 : 0 })
}

function without(line: string, field: number): string {
  const fields = line.split(';')
  fields[field] = ''
  return fields.join(';')
}
