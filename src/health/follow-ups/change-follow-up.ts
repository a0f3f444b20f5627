import type pg from 'pg'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { type Database, transaction } from '../../platform/database.ts'
import { invalidField, refused } from '../edit-refusal.ts'
import type { Editor } from '../editing.ts'
import { isClosed } from './feed-follow-ups.ts'
import { type FollowUpState, reopenedState, stateAfterMove } from './follow-up-state.ts'

/** When an act takes place: the instant (ISO 8601) and the establishment's civil date. */
export interface Present {
  readonly now: string
  readonly today: string
}

export interface FollowUpEdit {
  readonly motive?: string | undefined
  readonly dueOn?: string | undefined
  readonly letterText?: string | undefined
  readonly comment?: string | undefined
}

interface Stored {
  readonly id: number
  readonly version: number
  readonly state: FollowUpState
  readonly motiveId: number
  readonly dueOn: string
  readonly letterOn: string | null
  readonly reminderOn: string | null
  readonly letterText: string
  readonly comment: string
}

/** Changes what is given. Throws `EditRefused`: unknown, stale, closed, or an unknown motive. */
export async function editFollowUp(
  database: Database,
  editor: Editor,
  asked: { readonly id: number; readonly version: number; readonly edit: FollowUpEdit },
  { now, today }: Present,
): Promise<void> {
  await transaction(database.pool, async (client) => {
    const before = await lockFollowUp(client, asked)
    if (before.state === 'closed') throw refused('REQUEST_REFUSED', isClosed)
    const {
      motive,
      dueOn = before.dueOn,
      letterText = before.letterText,
      comment = before.comment,
    } = asked.edit
    const motiveId = motive === undefined ? before.motiveId : await motiveOf(client, motive)
    const after = { motiveId, dueOn, letterText, comment }
    const fields = Object.entries(after).flatMap(([name, value]) =>
      value === before[name as keyof typeof after] ? [] : [name],
    )
    if (fields.length === 0) return
    await client.query(
      `update follow_up
       set motive_id = $2, due_on = $3, letter_text = $4, comment = $5, state = $6, changed_at = $7,
           version = version + 1
       where id = $1`,
      [before.id, motiveId, dueOn, letterText, comment, stateAfterMove(before.state, dueOn, today), now],
    )
    await record(client, editor, 'follow-up.changed', before.id, { fields })
  })
}

/** Closes a follow-up for good, with why; from any state. */
export async function closeFollowUp(
  database: Database,
  editor: Editor,
  asked: { readonly id: number; readonly version: number; readonly reason: string },
  { now, today }: Present,
): Promise<void> {
  await transaction(database.pool, async (client) => {
    const before = await lockFollowUp(client, asked)
    if (before.state === 'closed') throw refused('REQUEST_REFUSED', alreadyClosed)
    await client.query(
      `update follow_up
       set state = 'closed', closed_on = $2, closed_by = $3, closed_reason = $4, changed_at = $5,
           version = version + 1
       where id = $1`,
      [before.id, today, editor.author, asked.reason, now],
    )
    await record(client, editor, 'follow-up.closed', before.id, { from: before.state })
  })
}

/** Takes a closing back: the follow-up goes on where its dates say. */
export async function reopenFollowUp(
  database: Database,
  editor: Editor,
  asked: { readonly id: number; readonly version: number },
  { now, today }: Present,
): Promise<void> {
  await transaction(database.pool, async (client) => {
    const before = await lockFollowUp(client, asked)
    if (before.state !== 'closed') throw refused('REQUEST_REFUSED', notClosed)
    const state = reopenedState(before, today)
    await client.query(
      `update follow_up
       set state = $2, closed_on = null, closed_by = null, closed_reason = null, changed_at = $3,
           version = version + 1
       where id = $1`,
      [before.id, state, now],
    )
    await record(client, editor, 'follow-up.reopened', before.id, { to: state })
  })
}

async function lockFollowUp(
  client: pg.PoolClient,
  { id, version }: { readonly id: number; readonly version: number },
): Promise<Stored> {
  const { rows } = await client.query<Stored>(
    `select id, version, state, motive_id as "motiveId", due_on as "dueOn", letter_on as "letterOn",
            reminder_on as "reminderOn", letter_text as "letterText", comment
     from follow_up where id = $1 for update`,
    [id],
  )
  if (rows[0] === undefined) throw refused('NOT_FOUND', unknownFollowUp)
  if (rows[0].version !== version)
    throw refused('STALE_VERSION', {
      fr: 'Cette relance a changé entre-temps (une personne ou un batch de courriers) : relisez-la',
      en: 'This follow-up changed meanwhile (a person or a letter batch): read it again',
    })
  return rows[0]
}

async function motiveOf(client: pg.PoolClient, code: string): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `select item.id from nomenclature_item item join nomenclature on nomenclature.id = item.nomenclature_id
     where nomenclature.code = 'RELANCES' and item.active and item.code = $1`,
    [code],
  )
  if (rows[0] === undefined)
    throw invalidField('motive', {
      fr: 'Motif inconnu ou inactif dans la nomenclature RELANCES',
      en: 'Unknown or inactive motive in the code list RELANCES',
    })
  return rows[0].id
}

async function record(
  client: pg.PoolClient,
  { author, address }: Editor,
  action: string,
  id: number,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await recordAudit(client, {
    actor: author,
    action,
    subject: `follow-up:${id}`,
    application: 'health',
    address,
    detail,
  })
}

export const unknownFollowUp = { fr: 'Relance inconnue', en: 'Unknown follow-up' }

const alreadyClosed = { fr: 'Cette relance est déjà close', en: 'This follow-up is closed already' }
const notClosed = { fr: "Cette relance n'est pas close", en: 'This follow-up is not closed' }
