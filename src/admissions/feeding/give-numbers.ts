import type { Queryable } from '../../platform/database.ts'
import { giveDossierNumbers } from '../dossiers/give-dossier-number.ts'
import type { FeedContext } from './feed-context.ts'
import type { Found } from './find-accounts.ts'

type New = Extract<Found, { kind: 'new' }>

/** The dossier numbers of new accounts, by `same`: the given ones are written down, the others given. */
export async function giveNumbers(
  client: Queryable,
  found: readonly New[],
  { now, dossierPrefix }: FeedContext,
): Promise<Map<string, string>> {
  const each = [...new Map(found.map((one) => [one.same, one])).values()]
  const brought = each.flatMap(({ dossierNo, campaign }) =>
    dossierNo === null ? [] : [{ no: dossierNo, campaign: campaign.code }],
  )
  if (brought.length > 0)
    await client.query(
      `insert into admissions.dossier_number (dossier_no, campaign_code, given_at)
       select no, campaign, $2 from jsonb_to_recordset($1) as given (no text, campaign text)`,
      [JSON.stringify(brought), now.toString()],
    )
  const numbers = new Map(each.flatMap((one) => (one.dossierNo === null ? [] : [[one.same, one.dossierNo]])))
  const without = Map.groupBy(
    each.filter(({ dossierNo }) => dossierNo === null),
    ({ campaign }) => campaign.code,
  )
  for (const [campaignCode, ofCampaign] of without) {
    const given = await giveDossierNumbers(client, ofCampaign.length, {
      prefix: dossierPrefix,
      campaignCode,
      now,
    })
    for (const [at, { same }] of ofCampaign.entries()) numbers.set(same, given[at]!)
  }
  return numbers
}
