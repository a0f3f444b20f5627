import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { nextTry } from '../../../batch/unit-failures.ts'
import { noteDossierEvents } from '../../dossiers/note-events.ts'
import type { WaitingAttachment } from './select-attachments.ts'
import type { AttachmentMark } from './send-one.ts'

/** Writes what became of an attachment, and notes it in its dossier. False: it was replaced or decided on meanwhile, and stays. */
export async function writeMark(
  client: pg.PoolClient,
  attachment: WaitingAttachment,
  mark: AttachmentMark,
  by: { readonly author: string; readonly runId: number; readonly now: Temporal.Instant },
): Promise<boolean> {
  const failed = mark.kind === 'error'
  const attempts = failed ? attachment.attempts + 1 : 0
  const next = failed ? nextTry(attempts, by.now) : null
  const now = by.now.toString()
  const cause = failed ? mark.cause : mark.kind === 'absent' ? 'file-absent' : null
  const sent = mark.kind === 'sent' ? mark : null
  const { rowCount } = await client.query(
    `update admissions.opi_attachment
     set state = $3, attempts = $4, cause = $5, cause_detail = left($6, 500), next_try = $7, quarantined_at = $8,
         sha256 = coalesce($9, sha256), sis_record_id = coalesce($10, sis_record_id),
         poured_at = case when $3 = 'sent' then $11::timestamptz else poured_at end, run_id = $12, changed_at = $11
     where id = $1 and file_id = $2 and state in ('to-send', 'error')`,
    [
      attachment.id,
      attachment.fileId,
      mark.kind,
      attempts,
      cause,
      failed ? mark.detail : null,
      next?.toString() ?? null,
      failed && next === null ? now : null,
      sent?.sha256 ?? null,
      sent?.recordId ?? null,
      now,
      by.runId,
    ],
  )
  if (rowCount === 0) return false
  const { accountId, applicationId, sisCode } = attachment
  await noteDossierEvents(
    client,
    [
      {
        accountId,
        applicationId,
        event: eventOf[mark.kind],
        detail: failed ? { sisCode, cause, attempts } : { sisCode },
      },
    ],
    by,
  )
  return true
}

const eventOf = { sent: 'attachment-sent', absent: 'attachment-absent', error: 'attachment-failed' } as const
