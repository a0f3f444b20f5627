import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Queryable } from '../../../platform/database.ts'
import type { Text } from '../../../platform/text.ts'
import { feedAttachments } from '../../feeding/attachments.ts'
import type { FeedContext } from '../../feeding/feed-context.ts'
import { type FeedOutcome, type RejectedRecord, rejected } from '../../feeding/feed-outcome.ts'
import type { AttachmentRecord } from '../../feeding/records.ts'
import { addStoredFile } from '../../files/add-stored-file.ts'
import { fileStore } from '../../files/file-store.ts'

/** A line of attachments, with the file that holds it, by its name in the folder of files to load. */
export interface AttachmentLine extends AttachmentRecord {
  readonly file: string | null
}

export interface FileFeedContext extends FeedContext {
  /** Where files to load are put beforehand. */
  readonly filesToLoad: string
  /** Root of candidates' files; null: none is configured. */
  readonly candidateFiles: string | null
}

const mostBytes = 20 * 1024 * 1024

interface Place {
  readonly key: string
  readonly folder: string
  readonly fileId: number | null
  readonly sha256: string | null
}

/**
 * Attachments with their files. Bytes are written before their rows, under a name that follows from what they hold: a chunk that
 * comes to nothing writes the same file when it is done again. The same content is not written again; a file that is replaced is
 * noted for removal. A simulation looks at the files and copies none.
 */
export async function feedAttachmentLines(
  client: Queryable,
  lines: readonly AttachmentLine[],
  context: FileFeedContext,
  simulate: boolean,
): Promise<FeedOutcome[]> {
  const places = await readPlaces(client, lines)
  const checked: (AttachmentRecord | RejectedRecord)[] = []
  const replaced: number[] = []
  for (const { file, ...record } of lines) {
    const place = places.get(keyOf(record))
    // Whoever feeds them says what is wrong with a dossier, a formation or a model.
    if (file === null || place === undefined) {
      checked.push(record)
      continue
    }
    const content = await contentOf(context.filesToLoad, file)
    if ('outcome' in content) {
      checked.push(content)
      continue
    }
    const sha256 = createHash('sha256').update(content.bytes).digest('hex')
    if (place.sha256 === sha256) {
      checked.push(record)
      continue
    }
    const path = `${place.folder}/${sha256.slice(0, 40)}${extname(file).toLowerCase()}`
    if (!simulate) await keep(context.candidateFiles, path, content.bytes)
    const fileId = await addStoredFile(
      client,
      { path, name: file, bytes: content.bytes.length, sha256 },
      context,
    )
    if (place.fileId !== null) replaced.push(place.fileId)
    places.set(place.key, { ...place, fileId, sha256 })
    checked.push({ ...record, fileId })
  }
  const records = checked.flatMap((one) => ('outcome' in one ? [] : [one]))
  const outcomes = await feedAttachments(client, records, context)
  await forget(client, replaced, context)
  let next = 0
  return checked.map((one) => ('outcome' in one ? one : outcomes[next++]!))
}

function keyOf({ dossierNo, formation, model }: AttachmentRecord): string {
  return `${dossierNo}/${formation}/${model}`
}

/** Of each attachment that there is or may be: its folder in the store, and the file that it has. */
async function readPlaces(client: Queryable, lines: readonly AttachmentLine[]): Promise<Map<string, Place>> {
  const asked = lines.filter(({ file }) => file !== null)
  const { rows } = await client.query<Place>(
    `select dossier_no || '/' || formation.code || '/' || model.code as key,
            campaign.code || '/' || dossier_no as folder, attachment.file_id as "fileId", stored_file.sha256
     from unnest($1::text[], $2::text[], $3::text[]) as given (dossier, formation, model)
     join admissions.account on dossier_no = given.dossier
     join admissions.campaign on campaign.id = campaign_id and archived_at is null
     join admissions.candidate on account_id = account.id
     join admissions.formation on formation.code = given.formation
     join admissions.application on candidate_id = candidate.id and formation_id = formation.id
     join admissions.attachment_model model on model.code = given.model
     left join admissions.application_attachment attachment
       on application_id = application.id and model_id = model.id
     left join admissions.stored_file on stored_file.id = attachment.file_id`,
    [
      asked.map(({ dossierNo }) => dossierNo),
      asked.map(({ formation }) => formation),
      asked.map(({ model }) => model),
    ],
  )
  return new Map(rows.map((row) => [row.key, row]))
}

async function contentOf(folder: string, name: string): Promise<{ readonly bytes: Buffer } | RejectedRecord> {
  if (!/^[^./\\][^/\\]*\.[A-Za-z0-9]{1,8}$/.test(name) || name.length > 100) return rejected('file', badName)
  try {
    // A link would lead to what whoever fills this folder may not read; a pipe would never end.
    const file = await open(
      join(folder, name),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    )
    try {
      const stat = await file.stat()
      if (!stat.isFile() || stat.size === 0) return rejected('file', noFile)
      if (stat.size > mostBytes) return rejected('file', tooLarge)
      return { bytes: await readFile(file) }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENXIO'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return rejected('file', noFile)
    throw error
  }
}

/** A store that does not answer ends the load, which is gone on with later; it is no fault of a line. */
async function keep(root: string | null, path: string, bytes: Uint8Array): Promise<void> {
  if (root === null) throw unavailable('aucun dépôt de fichiers configuré (NOCTURNE_CANDIDATE_FILES)')
  const written = await fileStore(root).write(path, bytes)
  if (written.kind !== 'written') throw unavailable('le dépôt des fichiers des candidats ne répond pas')
}

function unavailable(words: string): Error {
  return Object.assign(new Error(words), { code: 'EIO' })
}

/** Files that nothing holds any more: their bytes leave with their campaign, in whose folder they lie. */
async function forget(client: Queryable, ids: readonly number[], { sisKind }: FeedContext): Promise<void> {
  if (ids.length === 0) return
  await client.query(
    `with gone as (
       delete from admissions.stored_file file
       where id = any ($1)
         and not exists (select from admissions.application_attachment where file_id = file.id)
         and not exists (select from admissions.stored_file other where other.path = file.path and other.id <> file.id)
       returning id, path, owner_kind, created_at)
     insert into admissions.file_cleanup (file_id, campaign_id, path, owner_kind, file_created_at)
     select gone.id, campaign.id, path, owner_kind, gone.created_at
     from gone left join admissions.campaign on code = split_part(path, '/', 1) and sis_kind = $2`,
    [ids, sisKind],
  )
}

const badName: Text = {
  fr: 'ce n’est pas le nom d’un fichier, sans dossier, avec son extension',
  en: 'this is not the name of a file, without folder, with its extension',
}
const noFile: Text = {
  fr: 'aucun fichier de ce nom dans le dossier des pièces à charger',
  en: 'no file of this name in the folder of attachments to load',
}
const tooLarge: Text = { fr: 'ce fichier dépasse 20 Mo', en: 'this file is larger than 20 MB' }
