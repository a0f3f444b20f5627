import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { deliverPush } from '../statistics/deliver-push.ts'
import { readEndpoint, whyNotReadyToSend } from '../statistics/endpoint.ts'
import {
  buildNow,
  isApproved,
  lastSent,
  storePush,
  unfinishedPushes,
  withdrawBelow,
} from '../statistics/push-store.ts'
import { statisticsSender } from '../statistics/settings.ts'

export default defineBatch({
  code: 'STAT_DASHBOARD',
  label: {
    fr: 'Envoi des statistiques vers calcium-dashboard',
    en: 'Sending of statistics to calcium-dashboard',
  },
  description: {
    fr: 'Envoie des effectifs anonymes, arrondis, petits groupes masqués. Rien de personne ; rien si rien n’a changé.',
    en: 'Sends anonymous counts, rounded, small groups masked. Nothing of anybody; nothing when nothing changed.',
  },
  schedule: { time: '08:15', weekdays: ['mon'] },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 6 * 60 },
  rerunSafe: true,
  parameters: z.strictObject({
    seuil: z
      .int()
      .min(5)
      .max(1000)
      .default(11)
      .describe('Nombre d’étudiants en dessous duquel un effectif est masqué'),
  }),
  reserved: ['seuil'],
  ready: whyNotReadyToSend,
  async run(context) {
    const { clock, database, log, parameters, place, settings, run } = context
    const { pool } = database
    const endpoint = await readEndpoint(context)
    if ('fault' in endpoint) throw new Error(endpoint.fault.fr)
    if (!(await isApproved(pool, parameters.seuil)))
      throw new Error(
        `personne n’a encore approuvé l’aperçu d’un envoi au seuil de ${parameters.seuil} ou moins (page Statistiques)`,
      )

    const withdrawn = await context.transaction((client) => withdrawBelow(client, parameters.seuil))
    if (withdrawn > 0) log.warn(`${withdrawn} envoi(s) en attente retiré(s) : leur seuil était plus bas`)
    // What was built and not surely received goes first: same figures, same key.
    for (const id of await unfinishedPushes(pool)) {
      log.info(`envoi ${id} repris sous la même clé`)
      const delivery = await deliverPush(context, endpoint, id)
      if (!delivery.ok) throw new Error(delivery.why)
      log.info(`envoi ${id} reçu : ${delivery.receipt}`)
    }

    const now = clock.now()
    const sender = await settings.get(statisticsSender)
    const built = await buildNow(pool, {
      now,
      timeZone: place.timeZone,
      threshold: parameters.seuil,
      sender,
    })
    const detail = { cellules: built.cells, masquees: built.masked, octets: built.bytes }
    if (built.cells === 0) {
      log.warn(
        'aucun effectif pour cette année universitaire : rien à envoyer (MAJ_IDENTITE a-t-il été exécuté ?)',
      )
      return { ...detail, accuse: null }
    }
    const last = await lastSent(pool)
    if (last?.sha256 === built.sha256) {
      log.info('effectifs inchangés depuis le dernier envoi : rien n’est envoyé')
      return { ...detail, accuse: last.receipt }
    }
    const id = await context.transaction((client) => storePush(client, built, { now, runId: run.id }))
    log.info(`envoi ${id} : ${built.cells} effectifs, dont ${built.masked} masqués, ${built.bytes} octets`)
    const delivery = await deliverPush(context, endpoint, id)
    if (!delivery.ok) throw new RunFailure(delivery.why, { ...detail, accuse: null })
    return { ...detail, accuse: delivery.receipt }
  },
})
