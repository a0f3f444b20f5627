import { type Database, transaction } from '../../platform/database.ts'
import { invalidField, refused } from '../../platform/edit-refusal.ts'
import { type Editor, recordEdit } from '../editing.ts'
import { lockCampaign } from './edit-campaign.ts'

/**
 * Asks for a campaign to be put in service at an instant: the next BATCH_ARCHIVAGE after it does so, and archives `archivesId`,
 * which has to be named where a campaign is in service (admissions.md 3.3). Throws `EditRefused`.
 */
export async function requestActivation(
  database: Database,
  editor: Editor,
  asked: {
    readonly id: number
    readonly version: number
    /** ISO 8601; past: at the next run. */
    readonly at: string
    readonly archivesId: number | null
  },
): Promise<void> {
  const { id, version, at, archivesId } = asked
  await transaction(database.pool, async (client) => {
    const before = await lockCampaign(client, id, version)
    if (before.state !== 'upcoming' && before.state !== 'waiting')
      throw refused('REQUEST_REFUSED', {
        fr: 'Cette campagne a déjà été mise en service',
        en: 'This campaign was put in service already',
      })
    const { rows } = await client.query<{
      id: number
      code: string
      serves: boolean
      waits: boolean
      archived: boolean
    }>(
      `select id, code, in_service and archived_at is null as serves,
              activation_asked is not null and activated_at is null as waits, archived_at is not null as archived
       from admissions.campaign where sis_kind = $1 and id <> $2`,
      [before.sisKind, id],
    )
    const waiting = rows.find((other) => other.waits)
    if (waiting !== undefined)
      throw refused('REQUEST_REFUSED', {
        fr: `${waiting.code} attend déjà d’être mise en service : retirez d’abord sa demande`,
        en: `${waiting.code} waits to be put in service already: withdraw its request first`,
      })
    const serving = rows.find((other) => other.serves)
    if (serving !== undefined && archivesId !== serving.id)
      throw invalidField('archivesId', {
        fr: `${serving.code} est en service : c’est elle qu’il faut archiver`,
        en: `${serving.code} is in service: it is the one to archive`,
      })
    const archived = rows.find((other) => other.id === archivesId)
    if (archivesId !== null && archived === undefined)
      throw invalidField('archivesId', {
        fr: 'Choisissez une campagne du même SI Scolarité',
        en: 'Choose a campaign of the same information system',
      })
    if (archived?.archived)
      throw invalidField('archivesId', {
        fr: `${archived.code} est déjà archivée`,
        en: `${archived.code} is archived already`,
      })
    await client.query(
      `update admissions.campaign
       set activation_asked = $2, archives_id = $3, changed_at = clock_timestamp(), changed_by = $4, version = version + 1
       where id = $1`,
      [id, at, archivesId, editor.author],
    )
    await recordEdit(client, editor, {
      action: 'campaign.activation-requested',
      subject: `campaign:${id}`,
      before: { activationAsked: before.activationAsked, archives: before.archives?.id ?? null },
      after: { activationAsked: new Date(at).toISOString(), archives: archivesId },
    })
  })
}

/** Withdraws the request; nothing of the campaign itself changes. Throws `EditRefused`. */
export async function withdrawActivation(
  database: Database,
  editor: Editor,
  { id, version }: { readonly id: number; readonly version: number },
): Promise<void> {
  await transaction(database.pool, async (client) => {
    const before = await lockCampaign(client, id, version)
    if (before.state !== 'waiting')
      throw refused('REQUEST_REFUSED', {
        fr: 'Aucune demande à retirer',
        en: 'There is no request to withdraw',
      })
    await client.query(
      `update admissions.campaign
       set activation_asked = null, archives_id = null, changed_at = clock_timestamp(), changed_by = $2, version = version + 1
       where id = $1`,
      [id, editor.author],
    )
    await recordEdit(client, editor, {
      action: 'campaign.activation-withdrawn',
      subject: `campaign:${id}`,
      before: { activationAsked: before.activationAsked, archives: before.archives?.id ?? null },
      after: { activationAsked: null, archives: null },
    })
  })
}
