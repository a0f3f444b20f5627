import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import { EditRefused, invalidField, refused } from '../../platform/edit-refusal.ts'
import { type Editor, recordEdit } from '../editing.ts'
import { isSafeFolderName } from '../files/store-path.ts'
import { type Campaign, type CampaignValues, readCampaigns } from './read-campaigns.ts'

export type CampaignEdit = Partial<Omit<CampaignValues, 'code' | 'sisKind'>>

/** Adds a campaign to come. Throws `EditRefused`. */
export async function addCampaign(
  database: Database,
  editor: Editor,
  values: CampaignValues,
): Promise<number> {
  return await transaction(database.pool, async (client) => {
    await lockCampaigns(client)
    check(values)
    const { rowCount } = await client.query(
      'select from admissions.campaign where code = $1 and sis_kind = $2',
      [values.code, values.sisKind],
    )
    if (rowCount)
      throw invalidField('code', {
        fr: `Une campagne de ce SI Scolarité porte déjà le code ${values.code}`,
        en: `A campaign of this information system already has the code ${values.code}`,
      })
    const { rows } = await client.query<{ id: number }>(
      `insert into admissions.campaign (code, sis_kind, label, start_on, end_on, candidate_end_on, changed_by)
       values ($1, $2, $3, $4, $5, $6, $7) returning id`,
      [
        values.code,
        values.sisKind,
        values.label.trim(),
        values.startOn,
        values.endOn,
        values.candidateEndOn,
        editor.author,
      ],
    )
    const { id } = rows[0]!
    await recordEdit(client, editor, {
      action: 'campaign.created',
      subject: `campaign:${id}`,
      before: null,
      after: { ...values },
    })
    return id
  })
}

/** Changes what is given; `version` is the one that the editor has seen, null: whichever. Says whether anything did. Throws `EditRefused`. */
export async function editCampaign(
  database: Database,
  editor: Editor,
  id: number,
  version: number | null,
  edit: CampaignEdit,
): Promise<boolean> {
  return await transaction(database.pool, async (client) => {
    const before = await lockCampaign(client, id, version)
    if (before.state === 'archived' || before.state === 'destroyed')
      throw refused('REQUEST_REFUSED', {
        fr: 'Une campagne archivée ne change plus',
        en: 'An archived campaign no longer changes',
      })
    const values = { ...valuesOf(before), ...edit }
    check(values)
    const after = { ...values, label: values.label.trim() }
    if (JSON.stringify(after) === JSON.stringify(valuesOf(before))) return false
    await client.query(
      `update admissions.campaign
       set label = $2, start_on = $3, end_on = $4, candidate_end_on = $5, changed_at = clock_timestamp(), changed_by = $6,
           version = version + 1
       where id = $1`,
      [id, after.label, after.startOn, after.endOn, after.candidateEndOn, editor.author],
    )
    await recordEdit(client, editor, {
      action: 'campaign.changed',
      subject: `campaign:${id}`,
      before: { ...valuesOf(before) },
      after: { ...after },
    })
    return true
  })
}

/** Makes the campaign of this code be what is given; what is left out stays. Throws `EditRefused`. */
export async function feedCampaign(
  database: Database,
  editor: Editor,
  given: Omit<CampaignValues, 'candidateEndOn'> & { readonly candidateEndOn?: string | null | undefined },
): Promise<{ readonly id: number; readonly outcome: 'created' | 'updated' | 'unchanged' }> {
  const { code, sisKind, label, startOn, endOn, candidateEndOn } = given
  const known = await findByCode(database.pool, given)
  if (known === null) {
    try {
      const id = await addCampaign(database, editor, { ...given, candidateEndOn: candidateEndOn ?? null })
      return { id, outcome: 'created' }
    } catch (error) {
      // Another feed has been quicker: then it is a change.
      if (!(error instanceof EditRefused) || (await findByCode(database.pool, { code, sisKind })) === null)
        throw error
      return await feedCampaign(database, editor, given)
    }
  }
  const changed = await editCampaign(database, editor, known, null, {
    label,
    startOn,
    endOn,
    ...(candidateEndOn === undefined ? {} : { candidateEndOn }),
  })
  return { id: known, outcome: changed ? 'updated' : 'unchanged' }
}

async function findByCode(
  db: Queryable,
  { code, sisKind }: Pick<CampaignValues, 'code' | 'sisKind'>,
): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>(
    'select id from admissions.campaign where code = $1 and sis_kind = $2',
    [code, sisKind],
  )
  return rows[0]?.id ?? null
}

/** The campaign, locked until the end of the transaction. Throws `EditRefused` where it is unknown or was changed meanwhile. */
export async function lockCampaign(client: Queryable, id: number, version: number | null): Promise<Campaign> {
  await lockCampaigns(client)
  await client.query('select from admissions.campaign where id = $1 for update', [id])
  const [campaign] = await readCampaigns(client, id)
  if (campaign === undefined)
    throw refused('NOT_FOUND', {
      fr: 'Cette campagne n’existe pas',
      en: 'There is no such campaign',
    })
  if (version !== null && campaign.version !== version)
    throw refused('STALE_VERSION', {
      fr: `Cette campagne a été modifiée entre-temps par ${campaign.changedBy} : relisez-la, puis recommencez`,
      en: `This campaign was changed meanwhile by ${campaign.changedBy}: read it again, then start over`,
    })
  return campaign
}

/** Campaigns change one after the other: few, and rarely. */
async function lockCampaigns(client: Queryable): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('admissions-campaigns'))`)
}

function valuesOf({ code, sisKind, label, startOn, endOn, candidateEndOn }: CampaignValues): CampaignValues {
  return { code, sisKind, label, startOn, endOn, candidateEndOn }
}

function check({ code, label, startOn, endOn, candidateEndOn }: CampaignValues): void {
  if (!isSafeFolderName(code))
    throw invalidField('code', {
      fr: 'Vingt lettres sans accent, chiffres, points, tirets ou soulignés au plus, et d’abord une lettre ou un chiffre : ce code nomme un dossier',
      en: 'At most twenty plain letters, digits, dots, hyphens or underscores, a letter or digit first: the code names a folder',
    })
  if (label.trim() === '' || label.trim().length > 50)
    throw invalidField('label', { fr: 'De 1 à 50 caractères', en: 'Between 1 and 50 characters' })
  if (endOn < startOn)
    throw invalidField('endOn', { fr: 'La fin précède le début', en: 'The end precedes the beginning' })
  if (candidateEndOn !== null && (candidateEndOn < startOn || candidateEndOn > endOn))
    throw invalidField('candidateEndOn', {
      fr: 'Entre le début et la fin de la campagne',
      en: 'Between the beginning and the end of the campaign',
    })
}
