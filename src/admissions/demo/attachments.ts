import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Queryable } from '../../platform/database.ts'
import { fileStore } from '../files/file-store.ts'
import { inLots } from './applications.ts'
import { attachmentFile } from './attachment-file.ts'
import { attachmentModels } from './offer.ts'
import { instantFrom, type Season, type SeasonCampaign } from './season.ts'

/**
 * Attachments of the formations that take them on line: of dossiers that are complete all validated, of the others
 * transmitted, refused or still awaited. What was sent has a stored file, in the folder of its campaign.
 */
export async function fillAttachments(season: Season, campaign: SeasonCampaign): Promise<void> {
  const { db, draw } = season
  const made = instantFrom(season, campaign.archived ? -414 : -85)
  const contents = attachmentModels.map(({ code, label }) => {
    const { bytes, sha256 } = attachmentFile(label)
    return { code, bytes: bytes.length, sha256 }
  })
  await db.query(
    `with asked as (
       select application.id as application, model.id as model, model.code,
              case when application.status = 'CO' and not ${inLots(season, 'application.id', 'awaited')} then 'VA'
                   else (array['AT', 'TR', 'VA', 'RE', 'AT'])[${draw('application.id * 8 + model.id', 'attachment', 5)} + 1]
              end as status,
              $3 || '/' || dossier_no || '/' || formation.code || '-' || lower(model.code) || '.pdf' as path
       from admissions.application
       join admissions.formation on formation.id = formation_id and demat
       join admissions.candidate on candidate.id = candidate_id
       join admissions.account on account.id = account_id
       join admissions.formation_attachment asked on asked.formation_id = formation.id
       join admissions.attachment_model model on model.id = asked.model_id
       where campaign_id = $1 and cancelled_at is null
     ), sent as (
       insert into admissions.stored_file (path, name, owner_kind, bytes, sha256, author, created_at)
       select path, lower(asked.code) || '.pdf', 'C', content.bytes, content.sha256, 'demo', $2::timestamptz
       from asked
       join jsonb_to_recordset($4) as content (code text, bytes bigint, sha256 text) on content.code = asked.code
       where status <> 'AT' order by application, model
       returning id, path
     )
     insert into admissions.application_attachment (application_id, model_id, file_id, status, changed_at)
     select application, model, sent.id, status, $2::timestamptz
     from asked left join sent on sent.path = asked.path
     order by application, model`,
    [campaign.id, made, campaign.code, JSON.stringify(contents)],
  )
}

const filesAtOnce = 500

/**
 * Writes the files of the season's attachments into the store of candidates' files, each a small real PDF; those that are
 * there are written again. `most`: no more than so many. Returns how many.
 */
export async function writeSeasonFiles(
  db: Queryable,
  root: string,
  most = Number.POSITIVE_INFINITY,
): Promise<number> {
  const ready = await fileStore(root).begin()
  if (ready.kind !== 'ready') throw new Error(`the store of candidates’ files is ${ready.kind}`)
  const contents = new Map<string, Uint8Array>(
    attachmentModels.map(({ code, label }) => [`${code.toLowerCase()}.pdf`, attachmentFile(label).bytes]),
  )
  let written = 0
  for (let after = 0; written < most; ) {
    const { rows } = await db.query<{ id: number; path: string; name: string }>(
      `select id, path, name from admissions.stored_file
       where id > $1 and author = 'demo' and owner_kind = 'C' order by id limit $2`,
      [after, Math.min(filesAtOnce, most - written)],
    )
    if (rows.length === 0) break
    for (const folder of new Set(rows.map(({ path }) => dirname(join(root, path)))))
      await mkdir(folder, { recursive: true, mode: 0o750 })
    // Not forced to the disk one by one, as the store does: what a power cut takes is made again.
    await Promise.all(
      rows.map(({ path, name }) => writeFile(join(root, path), contents.get(name)!, { mode: 0o640 })),
    )
    written += rows.length
    after = rows.at(-1)!.id
  }
  return written
}
