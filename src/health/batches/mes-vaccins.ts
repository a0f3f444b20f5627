import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { chooseSource, isSource } from '../vaccines/choose-source.ts'
import { gatherList } from '../vaccines/gather-list.ts'
import { writeList } from '../vaccines/write-list.ts'

export default defineBatch({
  code: 'MES_VACCINS',
  label: {
    fr: 'Import des vaccins issus de mesvaccins.net',
    en: 'Import of vaccines from mesvaccins.net',
  },
  description: {
    fr: 'Met à jour le référentiel des vaccins. N’efface jamais un vaccin, garde ce que le service a modifié, n’envoie aucune donnée sur les étudiants.',
    en: 'Updates the reference of vaccines. Never deletes a vaccine, keeps what the service edited, sends no data on students.',
  },
  schedule: { time: '07:00', weekdays: ['mon'] },
  enabled: false,
  rerunSafe: true,
  timeoutMinutes: 30,
  parameters: z.strictObject({
    source: z
      .enum(['https', 'file'])
      .nullable()
      .default(null)
      .describe('Source pour cette fois (vide : celle des paramètres)'),
  }),
  async ready(context) {
    const chosen = await chooseSource(context)
    return isSource(chosen) ? null : chosen
  },
  async run(context) {
    const { parameters, clock, run, log, signal, progress } = context
    const source = await chooseSource(context, parameters.source)
    if (!isSource(source)) throw new Error(source.fr)
    const list = await gatherList(source, signal, (received) => progress(received, undefined, 'lecture'))
    signal.throwIfAborted()
    const { counts, keptInUse } = await context.transaction((client) =>
      writeList(client, { reference: source.reference, runId: run.id, now: clock.now().toString() }, list),
    )
    if (keptInUse !== null)
      log.warn(
        `la liste ne donne que ${Math.floor(keptInUse.share * 100)} % des vaccins connus : les ${keptInUse.absent} absents restent actifs`,
      )
    return { ...counts }
  },
})
