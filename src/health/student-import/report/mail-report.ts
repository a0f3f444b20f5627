import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import type { RunContext } from '../../../batch/run-context.ts'
import { postMail, sendPostedMail } from '../../../platform/outgoing-mail.ts'
import type { StudentImportResult } from '../import-students.ts'
import type { RunImport } from '../run-import.ts'
import { mailBody, mailSubject } from './report-mail.ts'

/** Larger files are not attached (health.md 3.9-6), in bytes. */
const largestAttachment = 1_000_000

/**
 * Mails the report of an import to whom it concerns, if there is anybody. The mail is written down first: a mail
 * server that is down delays it and changes nothing for the run. The rejected lines are never attached.
 */
export async function mailReport<P>(
  context: RunContext<P>,
  request: RunImport,
  result: StudentImportResult,
  begunAt: Temporal.Instant,
): Promise<void> {
  if (request.reportTo.length === 0) return
  const { place, clock, database, log } = context
  const local = begunAt.toZonedDateTimeISO(place.timeZone)
  const two = (value: number) => String(value).padStart(2, '0')
  const startedAt = `${two(local.day)}/${two(local.month)}/${local.year} ${two(local.hour)}:${two(local.minute)}`
  const { files, tally } = result
  await postMail(
    database.pool,
    `student-import-${context.run.id}`,
    {
      to: request.reportTo,
      subject: mailSubject(request.model.code, startedAt, tally),
      text: mailBody(tally, result.errors, result.errorCount, files.rejectedLines),
      attachments: [...(await attachment(files.log)), ...(await attachment(files.errorLog))],
    },
    clock,
  )
  if (!context.mail.configured) {
    log.warn('Rapport non envoyé : aucun serveur de messagerie n’est configuré (NOCTURNE_SMTP_URL)')
    return
  }
  const { failed } = await sendPostedMail(database, context.mail, clock)
  if (failed > 0)
    log.warn('Rapport non envoyé : le serveur de messagerie ne répond pas, il sera sollicité de nouveau')
}

async function attachment(path: string | null): Promise<{ filename: string; content: string }[]> {
  if (path === null || (await stat(path)).size >= largestAttachment) return []
  return [{ filename: basename(path), content: await readFile(path, 'utf8') }]
}
