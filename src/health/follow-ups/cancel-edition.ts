import type pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { type Database, transaction } from '../../platform/database.ts'
import { refused } from '../edit-refusal.ts'
import type { Editor } from '../editing.ts'
import { readEdition } from './editions.ts'

/** health.md 2.7: a misprint may be undone for so long. */
export const cancellableDays = 7

export interface CancelledEdition {
  /** Back in the state from before the edition: the next letter batch prints them again. */
  readonly restored: number
  /** Closed since: they stay closed. */
  readonly closed: number
  /** A later letter or reminder went out: they stay as they are. */
  readonly followed: number
}

/** Why an edition cannot be cancelled; null: it can. */
export function whyNotCancellable(
  edition: { readonly batchCode: string; readonly createdAt: string },
  now: Temporal.Instant,
) {
  if (edition.batchCode !== 'REL_COU' && edition.batchCode !== 'REL_CRA') return listingsStay
  const deadline = Temporal.Instant.from(edition.createdAt).add({ hours: 24 * cancellableDays })
  return Temporal.Instant.compare(now, deadline) > 0 ? tooLate : null
}

/**
 * Undoes the edition of a file of letters: what it printed is as it was before. Follow-ups closed since stay closed, and
 * forget the letter that was not posted; those that got a later letter stay as they are. Asked again, it changes nothing.
 * Throws `EditRefused`.
 */
export async function cancelEdition(
  database: Database,
  editor: Editor,
  id: number,
  now: Temporal.Instant,
): Promise<CancelledEdition> {
  return await transaction(database.pool, async (client) => {
    const found = await readEdition(client, id, 'for update')
    if (found === null) throw refused('NOT_FOUND', { fr: 'Édition inconnue', en: 'Unknown edition' })
    if (found.edition.cancelledAt !== null) return { restored: 0, closed: 0, followed: 0 }
    const why = whyNotCancellable(found.edition, now)
    if (why !== null) throw refused('REQUEST_REFUSED', why)
    const result = await undo(client, id, now.toString())
    await client.query('update follow_up_edition set cancelled_at = $2, cancelled_by = $3 where id = $1', [
      id,
      now.toString(),
      editor.author,
    ])
    await recordAudit(client, {
      actor: editor.author,
      action: 'follow-ups.edition-cancelled',
      subject: `run:${found.edition.runId}`,
      application: 'health',
      address: editor.address,
      detail: { edition: id, batch: found.edition.batchCode, ...result },
    })
    return result
  })
}

async function undo(client: pg.PoolClient, edition: number, now: string): Promise<CancelledEdition> {
  // In the order of ids, as the letter batches lock them.
  await client.query(
    `select from follow_up where id in (select follow_up_id from follow_up_letter where edition_id = $1)
     order by id for update`,
    [edition],
  )
  const { rows } = await client.query<CancelledEdition>(
    `with letters as (
       select letter.*, follow_up.state, exists (
         select from follow_up_letter later join follow_up_edition e on e.id = later.edition_id
         where later.follow_up_id = letter.follow_up_id and later.edition_id > letter.edition_id
           and e.cancelled_at is null) as followed
       from follow_up_letter letter join follow_up on follow_up.id = letter.follow_up_id
       where letter.edition_id = $1),
     restored as (
       update follow_up
       set state = case when follow_up.state = 'closed' then 'closed' else former_state end,
           letter_on = former_letter_on, reminder_on = former_reminder_on, changed_at = $2,
           version = version + 1
       from letters
       where follow_up.id = letters.follow_up_id and not followed)
     select count(*) filter (where not followed and state <> 'closed') as restored,
            count(*) filter (where not followed and state = 'closed') as closed,
            count(*) filter (where followed) as followed
     from letters`,
    [edition, now],
  )
  return rows[0]!
}

const listingsStay = {
  fr: 'Un listing ne s’annule pas : il n’a changé aucune relance',
  en: 'A listing is not cancelled: it changed no follow-up',
}
const tooLate = {
  fr: `Une édition s’annule dans les ${cancellableDays} jours : celle-ci est plus ancienne`,
  en: `An edition is cancelled within ${cancellableDays} days: this one is older`,
}
