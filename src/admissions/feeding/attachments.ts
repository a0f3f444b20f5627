import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import { idsOfCodes, lockFeeds, where } from './codes.ts'
import type { FeedContext } from './feed-context.ts'
import { type FeedOutcome, type RejectedRecord, rejected, unknownCode } from './feed-outcome.ts'
import { findExistingApplications } from './find-applications.ts'
import { applyKeyed, type KeyedTable } from './keyed-table.ts'
import type { AttachmentRecord } from './records.ts'

const attachments: KeyedTable = {
  name: 'admissions.application_attachment',
  identity: 'application_id',
  key: [
    { name: 'application_id', type: 'bigint' },
    { name: 'model_id', type: 'bigint' },
  ],
  columns: [
    { name: 'file_id', type: 'bigint' },
    { name: 'status', type: 'text', initial: 'AT' },
    { name: 'comment', type: 'text' },
  ],
  changedAt: 'changed_at',
}

/**
 * Where attachments of applications stand (admissions.md 4.4). `key` of an outcome:
 * `<dossier number>/<formation>/<model>`; `id`: the application's.
 */
export async function feedAttachments(
  client: Queryable,
  records: readonly AttachmentRecord[],
  { sisKind, now, author }: FeedContext,
): Promise<FeedOutcome[]> {
  await lockFeeds(client)
  const found = await findExistingApplications(client, sisKind, records)
  const models = await idsOfCodes(
    client,
    'attachment_model',
    records.map(({ model }) => model),
  )
  const files = await readFiles(
    client,
    records.flatMap(({ fileId }) => fileId ?? []),
  )
  const checked = records.map((record, at): RejectedRecord | { applicationId: number; modelId: number } => {
    const one = found[at]!
    if ('outcome' in one) return one
    const modelId = models.get(record.model)
    if (modelId === undefined) return unknownCode('model', record.model, where.model)
    const holders = record.fileId == null ? [] : (files.get(record.fileId) ?? null)
    // Another candidate's is as unknown: what it says, and when it is destroyed, is theirs alone.
    if (holders === null || holders.some((id) => id !== one.accountId)) return rejected('fileId', unknownFile)
    return { applicationId: one.applicationId, modelId }
  })
  const taken = checked.flatMap((one, at) => ('outcome' in one ? [] : [{ one, record: records[at]! }]))
  const applied = await applyKeyed(
    client,
    attachments,
    taken.map(({ one, record }) => ({
      key: { application_id: one.applicationId, model_id: one.modelId },
      // A file that comes without a word on it has been transmitted.
      values: {
        file_id: record.fileId,
        status: record.status ?? (record.fileId == null ? undefined : 'TR'),
        comment: record.comment,
      },
    })),
    { now: now.toString(), author },
  )
  let next = 0
  return checked.map((one, at): FeedOutcome => {
    if ('outcome' in one) return one
    const { dossierNo, formation, model } = records[at]!
    return { ...applied[next++]!, key: `${dossierNo}/${formation}/${model}` }
  })
}

/** Files of candidates, each with the accounts whose applications hold it; none yet of one that has just been sent. */
async function readFiles(client: Queryable, ids: readonly number[]): Promise<Map<number, number[]>> {
  const { rows } = await client.query<{ id: number; holders: number[] }>(
    `select id,
            array(select distinct candidate.account_id
                  from admissions.application_attachment
                  join admissions.application on application.id = application_id
                  join admissions.candidate on candidate.id = candidate_id
                  where file_id = stored_file.id) as holders
     from admissions.stored_file where id = any ($1) and owner_kind = 'C' for share`,
    [ids],
  )
  return new Map(rows.map(({ id, holders }) => [id, holders.map(Number)]))
}

const unknownFile: Text = {
  fr: 'Aucun fichier de candidat n’a ce numéro : envoyez d’abord le fichier',
  en: 'No candidate’s file has this number: send the file first',
}
