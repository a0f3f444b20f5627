import type { RunContext } from '../../batch/run-context.ts'
import type { LetterKind, PrintedLetters } from '../letters/letter.ts'
import { readLetterTemplate } from '../letters/template/read-template.ts'
import type { PrintJob } from './edit-letters.ts'

/** Prints the letters of a run with the template as it stands when they are printed. */
export function letterPrinter(
  { database, clock, signal, progress }: RunContext,
  kind: LetterKind,
  maxLetters: number,
): (job: PrintJob) => Promise<PrintedLetters> {
  return async ({ letters, directory, baseName, today }) => {
    // Fonts and PDF are a sixth of what every command would load, for the sake of the two batches that print.
    const { printLetters } = await import('../letters/print-letters.ts')
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
