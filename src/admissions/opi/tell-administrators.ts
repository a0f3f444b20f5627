import type { RunContext } from '../../batch/run-context.ts'
import type { ActiveCampaign } from '../campaigns/active-campaign.ts'
import { functionalAdministrators } from '../settings.ts'
import { reportErrors } from './pouring/report-errors.ts'

/** Mails the functional administrators what a run leaves them to mend, and says in its log whether anybody was told. */
export async function tellAdministrators(
  context: RunContext<unknown>,
  { id }: ActiveCampaign,
): Promise<void> {
  const { transaction, settings, clock, run, log } = context
  const to = await settings.get(functionalAdministrators)
  const told = await transaction((client) =>
    reportErrors(client, { campaignId: id, runId: run.id, to, clock }),
  )
  if (told === 0) return
  if (to.length === 0)
    log.warn(
      `${told} dossiers à corriger, mais aucune adresse d'administrateur fonctionnel n'est réglée : personne n'est averti`,
    )
  else log.info(`administrateurs fonctionnels avertis : ${told} dossiers à corriger`)
}
