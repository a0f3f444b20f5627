import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { setMaintenance } from '../../platform/maintenance.ts'

const scope = 'admissions'

const words = {
  on: { changed: 'maintenance activée', already: 'maintenance déjà active' },
  off: { changed: 'application remise en service', already: 'application déjà en service' },
} as const

/**
 * What BATCH_APP_EN_MAINT and BATCH_APP_EN_SERVICE do (admissions.md 3.1): a conditional update of the switch alone, so that a
 * fresh edit of anything else is never overwritten. Harmless to run again.
 */
export async function switchMaintenance(context: RunContext<unknown>, on: boolean): Promise<RunDetail> {
  const { run, log, clock } = context
  const by = `SYSTEM:${run.code}`
  const outcome = await context.transaction(async (client) => {
    const outcome = await setMaintenance(client, scope, { on, by, now: clock.now() })
    if (outcome.changed)
      await recordAudit(client, {
        actor: by,
        action: on ? 'maintenance.on' : 'maintenance.off',
        subject: `maintenance:${scope}`,
        application: scope,
        detail: { run: run.id },
      })
    return outcome
  })
  if (outcome.created) log.warn('paramètre de maintenance absent : recréé')
  log.info(words[on ? 'on' : 'off'][outcome.changed ? 'changed' : 'already'])
  const done = Number(outcome.changed)
  return { selectionnes: 1, traites: done, ignores: 1 - done, en_erreur: 0 }
}
