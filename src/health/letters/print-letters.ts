import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Temporal } from 'temporal-polyfill'
import type { LayoutFault } from './layout/laid-out-letter.ts'
import { layOutLetter } from './layout/lay-out-letter.ts'
import type { Letter, LetterKind, PrintedFile, PrintedLetters } from './letter.ts'
import { LetterDocument } from './pdf/letter-document.ts'
import { syncFolder, type Written, writeSynced } from './pdf/write-synced.ts'
import type { LetterTemplate } from './template/letter-template.ts'

export interface PrintOptions {
  readonly kind: LetterKind
  readonly template: LetterTemplate
  /** Civil date that the letters bear, `2026-03-05`. */
  readonly date: string
  readonly createdAt: Temporal.Instant
  /** Where the files go; must exist. */
  readonly directory: string
  /** File name without ending, such as `REL_COU_20260305_013000`; `_1`, `_2` are added when there are several. */
  readonly baseName: string
  /** Letters of one file at most. */
  readonly maxLetters: number
  readonly signal?: AbortSignal
  readonly progress?: (done: number, total: number) => void
}

const titles: Record<LetterKind, string> = {
  'follow-up': 'Courriers des relances',
  'follow-up-reminder': 'Courriers de rappel des relances',
}

export const failureReasons: Record<LayoutFault, string> = {
  'no-address': 'adresse postale inutilisable',
  'address-too-long': "l'adresse n'entre pas lisiblement dans la fenêtre",
  'missing-character': "un caractère n'existe pas dans la police des lettres",
  'no-first-letter-date': 'la date du premier courrier manque',
}

/** What the printer holds in memory before it waits for the disk. */
const mostWaitingBytes = 4 * 1024 * 1024
/** Letters between two looks at the signal. */
const turn = 20

/**
 * Prints letters, in the order given, into one PDF or several (health.md 2.7). When it returns, every file is
 * complete and synced under its name; when it throws (full disk, `signal`), none is left. A letter that cannot be
 * laid out is told in `failures` and the others are printed.
 */
export async function printLetters(
  letters: readonly Letter[],
  options: PrintOptions,
): Promise<PrintedLetters> {
  const failures: { id: number; reason: string }[] = []
  const drafts: Draft[] = []
  const done: PrintedFile[] = []
  let longAddresses = 0
  let draft: Draft | null = null
  try {
    for (const [index, letter] of letters.entries()) {
      if (index % turn === 0) {
        options.signal?.throwIfAborted()
        options.progress?.(index, letters.length)
        await draft?.breathe()
      }
      const laidOut = layOutLetter(options.kind, options.template, letter, options.date)
      if (!laidOut.ok) {
        failures.push({ id: letter.id, reason: failureReasons[laidOut.fault] })
        continue
      }
      if (draft !== null && draft.letters.length >= options.maxLetters) {
        await draft.finish()
        draft = null
      }
      if (draft === null) {
        draft = new Draft(join(options.directory, `.${options.baseName}_${drafts.length + 1}.tmp`), options)
        drafts.push(draft)
      }
      if (laidOut.letter.longAddress) longAddresses++
      draft.add(letter.id, laidOut.letter)
    }
    await draft?.finish()
    options.signal?.throwIfAborted()
    for (const [index, { path, document, letters, written }] of drafts.entries()) {
      const fileName = `${options.baseName}${drafts.length === 1 ? '' : `_${index + 1}`}.pdf`
      const target = join(options.directory, fileName)
      await rename(path, target)
      if (written === null) throw new Error('A file was not finished')
      done.push({ path: target, fileName, ...written, pages: document.pages, letters })
    }
    if (done.length > 0) await syncFolder(options.directory)
  } catch (error) {
    await draft?.abandon()
    for (const path of [...drafts.map(({ path }) => path), ...done.map(({ path }) => path)])
      await rm(path, { force: true })
    throw error
  }
  options.progress?.(letters.length, letters.length)
  return { files: done, failures, longAddresses }
}

/** A file being written under a hidden name. */
class Draft {
  readonly path: string
  readonly document: LetterDocument
  readonly letters: number[] = []
  written: Written | null = null
  private readonly writing: Promise<Written>
  private failed: { readonly error: unknown } | null = null

  constructor(path: string, options: PrintOptions) {
    this.path = path
    this.document = new LetterDocument(titles[options.kind], options.createdAt)
    this.writing = writeSynced(path, this.document.stream)
    // Told by `breathe` or `finish`.
    this.writing.catch((error: unknown) => {
      this.failed = { error }
    })
  }

  add(id: number, letter: Parameters<LetterDocument['add']>[0]): void {
    this.document.add(letter)
    this.letters.push(id)
  }

  /** Lets the disk catch up; throws what it said. */
  async breathe(): Promise<void> {
    do {
      await setImmediate()
      if (this.failed !== null) throw this.failed.error
    } while (this.document.waitingBytes > mostWaitingBytes)
  }

  async finish(): Promise<void> {
    this.document.end()
    this.written = await this.writing
  }

  /** Ends the stream, so that its file is closed before it is removed. */
  async abandon(): Promise<void> {
    if (this.written !== null) return
    if (this.failed === null) this.document.end()
    await this.writing.catch(() => undefined)
  }
}
