import type { Temporal } from 'temporal-polyfill'
import type { RunRecord } from '../../batch/run-record.ts'
import { addDemoAppointments } from '../../health/demo/appointments.ts'
import { fillConsultations } from '../../health/demo/consultations.ts'
import { makeDuplicates } from '../../health/demo/duplicates.ts'
import { addDemoFollowUps } from '../../health/demo/follow-ups.ts'
import { addDemoLetterTemplates } from '../../health/demo/letter-templates.ts'
import { fillScanBaskets } from '../../health/demo/scan-basket.ts'
import { writeDemoVaccines } from '../../health/demo/vaccines.ts'
import { vaccineSource } from '../../health/vaccines/settings.ts'
import type { Installation } from '../../installation.ts'
import type { Text } from '../../platform/text.ts'

/** What must stand before batches are put in service: the letters' words, and a source of vaccines. */
export async function setUpHealth(
  { database, place, settings }: Installation,
  now: Temporal.Instant,
  author: string,
): Promise<void> {
  await addDemoLetterTemplates(database.pool, now)
  await writeDemoVaccines(place.dataDirectory)
  if ((await settings.get(vaccineSource)) === 'none') await settings.set(vaccineSource.key, 'file', author)
}

export interface HealthSteps {
  readonly installation: Installation
  readonly now: Temporal.Instant
  say(text: Text): void
  /** Launches a batch and waits for its end. */
  run(code: string, parameters: Readonly<Record<string, unknown>>): Promise<RunRecord>
}

/**
 * Gives the health service's batches the work of an ordinary week, then runs those whose outcome is worth looking at:
 * duplicates to review, letters to post, figures. The others (FER_CON, CLEAN_SCAN, CLEAN_RELANCE, REL_CRA…) are left
 * with something to do. Done again, it adds what the days since bring.
 */
export async function fillHealth({ installation, now, say, run }: HealthSteps): Promise<void> {
  const { database, place } = installation
  const { timeZone, dataDirectory, encryption = null } = place
  await makeDuplicates(database.pool)
  await addDemoFollowUps(database.pool, now, timeZone)
  await addDemoAppointments(database, now, timeZone)
  await fillConsultations(database.pool, { now, timeZone, encryption })
  await fillScanBaskets(database.pool, { now, dataDirectory })
  say({
    fr: 'service de santé : consultations, rendez-vous, relances, scans, vaccins et doublons fictifs',
    en: 'health service: fictional consultations, appointments, follow-ups, scans, vaccines and duplicates',
  })
  for (const code of ['DOUBLONS', 'MAJ_IDENTITE', 'MES_VACCINS', 'LIS_REL', 'REL_COU']) {
    const { state, error } = await run(code, {})
    if (state !== 'finished') throw new Error(`${code}: ${error ?? state}`)
  }
}
