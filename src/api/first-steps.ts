import { alertMailAddresses, webhookUrl } from '../alerts/settings.ts'
import { importDirectory } from '../health/settings.ts'
import type { Installation } from '../installation.ts'
import type { FirstSteps } from './schemas/system.ts'

type Step = FirstSteps['steps'][number]

/** The steps of a new installation, in the order in which they are best taken, and which are done. */
export async function readFirstSteps({ database, mail, place, settings }: Installation): Promise<Step[]> {
  const { rows } = await database.pool.query<
    Record<'administrator' | 'colleagues' | 'nomenclatures' | 'letters' | 'schedule' | 'alerts', boolean>
  >(
    `select exists (select from account where administrator and enabled) as administrator,
            (select count(*) from (select from account where enabled limit 2) two) > 1 as colleagues,
            exists (select from nomenclature_item where active) as nomenclatures,
            exists (select from letter_template where kind = 'follow-up') as letters,
            exists (select from batch_revision) as schedule,
            exists (select from alert_subscription where kinds <> '{}' or summary) as alerts`,
  )
  const found = rows[0]!
  const told =
    (await settings.get(alertMailAddresses)).length > 0 || (await settings.get(webhookUrl)) !== null
  return [
    { step: 'administrator', done: found.administrator },
    { step: 'mail', done: mail.configured },
    { step: 'encryption', done: place.encryption !== null && place.encryption !== undefined },
    { step: 'import-directory', done: (await settings.get(importDirectory)) !== null },
    { step: 'nomenclatures', done: found.nomenclatures },
    // What comes with the program has no address: letters that do not arrive would come back to nobody.
    { step: 'letters', done: found.letters },
    // Somebody has looked at a plan and saved it: the ones that come with the program are mere proposals.
    { step: 'schedule', done: found.schedule },
    { step: 'colleagues', done: found.colleagues },
    { step: 'alerts', done: found.alerts || told },
  ]
}
