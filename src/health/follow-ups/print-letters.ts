import type { RunContext } from '../../batch/run-context.ts'
import type { LetterKind, PrintedLetters } from '../letters/letter.ts'
import { printLetters } from '../letters/print-letters.ts'
import { readLetterTemplate } from '../letters/template/read-template.ts'
import type { PrintJob } from './edit-letters.ts'

/** Prints the letters of a run with the template as it stands when they are printed. */
export function letterPrinter(
  { database, clock, signal, progress }: RunContext,
  kind: LetterKind,
  maxLetters: number,
): (job: PrintJob) => Promise<PrintedLetters> {
  return async ({ letters, directory, baseName, today }) => {
    const { content } = await readLetterTemplate(database.pool, kind)
    return await printLetters(letters, {
      kind,
      template: content,
      date: today,
      createdAt: clock.now(),
      directory,
      baseName,
      maxLetters,
      signal,
      progress,
    })
  }
}
