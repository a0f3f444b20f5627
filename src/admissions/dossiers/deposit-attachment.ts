import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { extname } from 'node:path'
import type pg from 'pg'
import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import { feedAttachments } from '../feeding/attachments.ts'
import type { FeedContext } from '../feeding/feed-context.ts'
import type { FeedOutcome, RejectedRecord } from '../feeding/feed-outcome.ts'
import type { AttachmentRecord } from '../feeding/records.ts'
import { addStoredFile } from '../files/add-stored-file.ts'
import type { FileStore, StoreFailure } from '../files/file-store.ts'

export interface Deposit {
  readonly attachment: Omit<AttachmentRecord, 'fileId'>
  /** Where the bytes lie now; they are copied. */
  readonly file: string
  readonly bytes: number
  readonly sha256: string
  /** As its sender calls it. */
  readonly givenName: string | undefined
}

export type DepositOutcome =
  | { readonly kind: 'kept'; readonly outcome: FeedOutcome; readonly fileId: number }
  | RejectedRecord
  | StoreFailure

/**
 * Puts a file into the store and has an attachment hold it. The same content again is not written again; the file that it takes the
 * place of leaves with its last reference (case 43). Whatever fails, no file stays that no row knows, nor the reverse: the bytes
 * are written first, and taken away where the rows are not.
 */
export async function depositAttachment(
  database: Database,
  store: FileStore,
  deposit: Deposit,
  context: FeedContext,
  /** What is written in the same transaction: the audit entry. */
  beside: (client: pg.PoolClient, outcome: FeedOutcome, fileId: number) => Promise<void>,
): Promise<DepositOutcome> {
  const { attachment, sha256 } = deposit
  const known = await currentFile(database.pool, attachment)
  if (known !== null && known.sha256 === sha256 && (await isThere(store, known.path)))
    return await attach(database, deposit, context, known.id, beside)

  const folder = known?.campaign ?? (await campaignOf(database.pool, attachment.dossierNo))
  if (folder === null) {
    // Says what is wrong with it, and writes nothing.
    const [outcome] = await transaction(database.pool, (client) =>
      feedAttachments(client, [attachment], context),
    )
    return outcome as RejectedRecord
  }
  const path = `${folder}/${attachment.dossierNo}/${randomUUID()}${extensionOf(deposit.givenName)}`
  const written = await store.write(path, createReadStream(deposit.file))
  if (written.kind !== 'written') return written
  let kept: DepositOutcome | null = null
  try {
    kept = await attach(database, deposit, context, { path }, beside)
  } finally {
    if (kept === null || !('kind' in kept)) await store.remove(path)
  }
  if (known !== null && 'kind' in kept) await forgetFile(database, store, known.id)
  return kept
}

async function isThere(store: FileStore, path: string): Promise<boolean> {
  const found = await store.read(path)
  // What was opened is closed, though nobody reads it.
  if (found.kind === 'found') found.stream.destroy()
  return found.kind === 'found'
}

interface CurrentFile {
  readonly id: number
  readonly path: string
  readonly sha256: string | null
  readonly campaign: string
}

async function currentFile(
  db: Queryable,
  { dossierNo, formation, model }: Deposit['attachment'],
): Promise<CurrentFile | null> {
  const { rows } = await db.query<CurrentFile>(
    `select file.id, file.path, file.sha256, campaign.code as campaign
     from admissions.account
       join admissions.campaign on campaign.id = account.campaign_id
       join admissions.candidate on candidate.account_id = account.id
       join admissions.application on application.candidate_id = candidate.id
       join admissions.formation on formation.id = application.formation_id and formation.code = $2
       join admissions.application_attachment as attachment on attachment.application_id = application.id
       join admissions.attachment_model as model on model.id = attachment.model_id and model.code = $3
       join admissions.stored_file as file on file.id = attachment.file_id
     where account.dossier_no = $1`,
    [dossierNo, formation, model],
  )
  return rows[0] ?? null
}

async function campaignOf(db: Queryable, dossierNo: string): Promise<string | null> {
  const { rows } = await db.query<{ code: string }>(
    `select campaign.code from admissions.account join admissions.campaign on campaign.id = account.campaign_id
     where account.dossier_no = $1`,
    [dossierNo],
  )
  return rows[0]?.code ?? null
}

/** Thrown to roll back, told to whoever sent the file. */
class NotAttached extends Error {
  readonly why: RejectedRecord
  constructor(why: RejectedRecord) {
    super(why.path)
    this.why = why
  }
}

async function attach(
  database: Database,
  { attachment, bytes, sha256, givenName }: Deposit,
  context: FeedContext,
  file: number | { readonly path: string },
  beside: (client: pg.PoolClient, outcome: FeedOutcome, fileId: number) => Promise<void>,
): Promise<DepositOutcome> {
  try {
    return await transaction(database.pool, async (client) => {
      const fileId =
        typeof file === 'number'
          ? file
          : await addStoredFile(client, { path: file.path, bytes, sha256, name: nameOf(givenName) }, context)
      const [outcome] = await feedAttachments(client, [{ ...attachment, fileId }], context)
      if (outcome!.outcome === 'rejected') throw new NotAttached(outcome!)
      await beside(client, outcome!, fileId)
      return { kind: 'kept', outcome: outcome!, fileId }
    })
  } catch (error) {
    if (error instanceof NotAttached) return error.why
    throw error
  }
}

/** A file that nothing holds any more: its row goes at once, its bytes now or, where the store does not answer, later. */
async function forgetFile(database: Database, store: FileStore, fileId: number): Promise<void> {
  const { rows } = await database.pool.query<{ path: string }>(
    `with gone as (
       delete from admissions.stored_file
       where id = $1
         and not exists (select from admissions.application_attachment where file_id = $1)
         and not exists (select from admissions.attachment_model where file_id = $1)
       returning id, path, owner_kind, created_at
     )
     insert into admissions.file_cleanup (file_id, campaign_id, path, owner_kind, file_created_at)
     select id,
            -- With whose folder it leaves at the latest.
            (select max(campaign.id) from admissions.campaign
             where code = split_part(path, '/', 1) and destroyed_at is null),
            path, owner_kind, created_at from gone returning path`,
    [fileId],
  )
  if (rows[0] === undefined) return
  const removed = await store.remove(rows[0].path)
  if (removed.kind === 'removed')
    await database.pool.query('delete from admissions.file_cleanup where file_id = $1', [fileId])
}

/** Shown, never followed: a name without folders, at most 100 characters, its extension kept. */
export function nameOf(given: string | undefined): string {
  const name = (given ?? '')
    .split(/[/\\]/)
    .at(-1)!
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replaceAll(/[\u0000-\u001f\u007f]/g, '')
    .trim()
  if (name === '') return 'fichier'
  const extension = extensionOf(name)
  return name.length <= 100 ? name : name.slice(0, 100 - extension.length) + extension
}

function extensionOf(given: string | undefined): string {
  const extension = extname(given ?? '').toLowerCase()
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : ''
}
