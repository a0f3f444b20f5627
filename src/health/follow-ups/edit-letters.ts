import { rm } from 'node:fs/promises'
import type pg from 'pg'
import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import type { Letter, LetterKind, PrintedLetters } from '../letters/letter.ts'
import { civilDate, fileStamp } from './civil-time.ts'
import { recordPrinting } from './record-printing.ts'
import { type LetterSelection, type SelectedLetters, selectLetters } from './select-letters.ts'
import { lastDay, selections } from './selection.ts'
import { sweepUnlisted } from './sweep-unlisted.ts'

export interface LetterRequest {
  readonly code: 'REL_COU' | 'REL_CRA'
  readonly kind: LetterKind
  /** Days after the letter for which a reminder is due; of no account for first letters. */
  readonly reminderDays: number
  readonly familyAddressAllowed: boolean
  /** Lays letters out into PDFs that are complete and synced when it returns. */
  print(job: PrintJob): Promise<PrintedLetters>
}

export interface PrintJob {
  readonly letters: readonly Letter[]
  readonly directory: string
  /** Without its extension; `_1`, `_2` are added where there are several files. */
  readonly baseName: string
  /** Civil date printed on the letters. */
  readonly today: string
}

/** After so many printings that something overtook, the follow-ups are held fast while they are printed. */
const freeAttempts = 2

/**
 * Prints the letters that are due and says so in their follow-ups (health.md 2.7). States change in one transaction, once
 * the PDF lies complete on the disk; launched twice, it finds nobody the second time.
 *
 * Nobody waits for the printing: follow-ups are read, printed, then locked and looked at again. Where one was closed,
 * edited, or its student merged meanwhile, nothing has changed yet: the PDF is thrown away and the letters are printed
 * again without it, so that no letter lies in the pile that should not be posted. The last attempt locks them first.
 */
export async function editLetters(context: RunContext, request: LetterRequest): Promise<RunDetail> {
  const { clock, place, database, transaction, signal, log } = context
  await sweepUnlisted(context)
  const begun = clock.now()
  const today = civilDate(begun, place.timeZone)
  const baseName = `${request.code}_${fileStamp(begun, place.timeZone)}`
  const selection: LetterSelection = {
    kind: request.kind,
    until: lastDay(request.kind, today, request.reminderDays),
    familyAddressAllowed: request.familyAddressAllowed,
  }

  async function print(selected: SelectedLetters): Promise<PrintedLetters> {
    signal.throwIfAborted()
    if (selected.letters.length === 0) return { files: [], failures: [], longAddresses: 0 }
    const directory = await context.files.directory()
    return await request.print({ letters: selected.letters, directory, baseName, today })
  }
  async function record(client: pg.PoolClient, selected: SelectedLetters, printed: PrintedLetters) {
    signal.throwIfAborted()
    await recordPrinting(client, context, { ...request, today, selected, printed })
  }

  for (let attempt = 1; attempt <= freeAttempts; attempt++) {
    const selected = await selectLetters(database.pool, selection, false)
    const printed = await print(selected)
    const recorded = await transaction(async (client) => {
      const overtaken = await countOvertaken(client, selection, selected)
      if (overtaken === 0) await record(client, selected, printed)
      return overtaken === 0
    }).catch(async (error) => {
      await discardUnlisted(context, printed)
      throw error
    })
    if (recorded) return report(context, selected, printed)
    await discardUnlisted(context, printed)
    log.info('Des relances ont changé pendant l’impression : les lettres sont imprimées de nouveau')
  }

  let printed: PrintedLetters | null = null
  try {
    return await transaction(async (client) => {
      const selected = await selectLetters(client, selection, true)
      printed = await print(selected)
      await record(client, selected, printed)
      return report(context, selected, printed)
    })
  } catch (error) {
    if (printed !== null) await discardUnlisted(context, printed)
    throw error
  }
}

/** Locks the follow-ups that were selected, and counts those that are no longer as they were read. */
async function countOvertaken(
  client: pg.PoolClient,
  { kind, until }: LetterSelection,
  { followUps }: SelectedLetters,
): Promise<number> {
  const { rows } = await client.query<{ id: number; version: number; studentId: number }>(
    `select follow_up.id, follow_up.version, follow_up.student_id as "studentId"
     from follow_up join student on student.id = follow_up.student_id
     where follow_up.id = any($2) and ${selections[kind]}
     order by follow_up.id
     for update of follow_up`,
    [until, followUps.map(({ id }) => id)],
  )
  const now = new Map(rows.map((row) => [row.id, row]))
  return followUps.filter(
    ({ id, version, studentId }) => now.get(id)?.version !== version || now.get(id)?.studentId !== studentId,
  ).length
}

function report(
  { log, progress }: RunContext,
  { followUps, letters, withoutAddress }: SelectedLetters,
  { files, failures, longAddresses }: PrintedLetters,
): RunDetail {
  for (const { id, reason } of failures) log.warn(`relance ${id} : lettre non imprimée (${reason})`)
  const names = files.map((file) => file.fileName)
  const printed = letters.length - failures.length
  progress(followUps.length, followUps.length)
  log.info(
    names.length === 0
      ? 'Aucune lettre à imprimer'
      : `${printed} lettre(s) dans ${names.join(', ')} ; ${withoutAddress.length} sans adresse utilisable`,
  )
  return {
    selection: followUps.length,
    edites: printed,
    sans_adresse: withoutAddress.length,
    adresses_longues: longAddresses,
    echecs: failures.length,
    fichier: names.length === 0 ? null : names.join(', '),
  }
}

/**
 * Letters that nothing is known of must not lie about: they are health data. A commit whose answer was lost may have
 * listed them after all; where that cannot be told, the next run's sweep decides.
 */
async function discardUnlisted({ database, run }: RunContext, { files }: PrintedLetters): Promise<void> {
  const listed = await database.pool
    .query('select from follow_up_edition where run_id = $1 limit 1', [run.id])
    .then(({ rowCount }) => rowCount !== 0)
    .catch(() => true)
  if (!listed) for (const { path } of files) await rm(path, { force: true })
}
