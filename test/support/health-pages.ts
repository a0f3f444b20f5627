import { addDemoAppointments } from '../../src/health/demo/appointments.ts'
import { fillConsultations } from '../../src/health/demo/consultations.ts'
import { makeDuplicates } from '../../src/health/demo/duplicates.ts'
import { addDemoFollowUps } from '../../src/health/demo/follow-ups.ts'
import { addDemoLetterTemplates } from '../../src/health/demo/letter-templates.ts'
import { fillScanBaskets } from '../../src/health/demo/scan-basket.ts'
import { writeDemoVaccines } from '../../src/health/demo/vaccines.ts'
import { vaccineSource } from '../../src/health/vaccines/settings.ts'
import type { ApiClient, ApiNode } from './api-server.ts'
import { addStudent } from './duplicate-scene.ts'

/** What a student may be called, as long as it is shown as text. */
export const scriptName = '<script>document.title="taken"</script>'

/** Those of a thing that was made for it. */
export interface HealthPages {
  readonly group: string
  readonly push: string
  readonly load: string
}

/**
 * Gives every page of the health service something to show, from students 130 to 260 of the demonstration on: work for its
 * batches, what they made of it, a merge, a preview of statistics, a load with faults. One student bears a script for a
 * name, on follow-ups and among the duplicates. Returns the addresses of pages that exist only now.
 *
 * `who` has the right « medical »; the node has an encryption key and the real batches.
 */
export async function fillHealthPages(node: ApiNode, who: ApiClient): Promise<HealthPages> {
  const { engine, installation } = node
  const { database, place } = installation
  const { timeZone, dataDirectory, encryption = null } = place
  const { pool } = database
  const now = engine.clock.now()
  for (const first_name of ['Zoé', '<img src=x onerror="document.title=\'taken\'">'])
    await addStudent(database, { family_name: scriptName, first_name, address1: '1 RUE DE L ESSAI' })
  await makeDuplicates(pool)
  await addDemoFollowUps(pool, now, timeZone)
  await addDemoLetterTemplates(pool, now)
  await addDemoAppointments(database, now, timeZone)
  await fillConsultations(pool, { now, timeZone, encryption, practitioners: [who.login] })
  await fillScanBaskets(pool, { now, dataDirectory, owners: [who.login] })
  await writeDemoVaccines(dataDirectory)
  await installation.settings.set(vaccineSource.key, 'file', 'test')
  await pool.query(`update batch set enabled = true where code = 'MES_VACCINS'`)
  await Promise.all(
    ['DOUBLONS', 'MAJ_IDENTITE', 'MES_VACCINS', 'LIS_REL', 'REL_COU'].map(async (code) => {
      const asked = await engine.requestRun({ code, trigger: 'cli', requestedBy: 'test' })
      if (!asked.ok) throw new Error(asked.refusal.message.en)
      const { state, error } = await engine.waitForRun(asked.runId)
      if (state !== 'finished') throw new Error(`${code}: ${error}`)
    }),
  )
  await mergeOne(who)
  const pair = await pool.query<{ id: number }>(
    `select duplicate_pair.id from duplicate_pair join student on student.id = a
     where family_name = $1 and state = 'new'`,
    [scriptName],
  )
  const preview = must(await who.post('/api/health/statistics/previews'))
  return {
    group: `/duplicates/${pair.rows[0]!.id}`,
    push: `/statistics/${preview.id}`,
    load: `/data-loads/${await loadWithFaults(node, who)}`,
  }
}

/** The first group that has nothing to do with the script. */
async function mergeOne(who: ApiClient): Promise<void> {
  const { items } = must(await who.get('/api/health/duplicates'))
  const group = items.find(
    ({ records }: { records: readonly { familyName: string }[] }) =>
      records.length === 2 && records.every(({ familyName }) => familyName !== scriptName),
  )
  const [keptId, absorbedId] = group.records.map(({ id }: { id: number }) => id)
  const { fingerprint } = must(await who.post('/api/health/merge-previews', { keptId, absorbedId }))
  must(await who.post('/api/health/merges', { keptId, absorbedId, fingerprint, samePerson: true }))
}

async function loadWithFaults({ engine }: ApiNode, who: ApiClient): Promise<number> {
  const text = `REFERENCE;IDENTIFIANT;MOTIF;ECHEANCE
R-1;test201;VACCIN;15/01/2027
R-2;personne;VACCIN;15/01/2027
R-3;test202;INCONNU;31/02/2027
`
  const form = new FormData()
  form.append('file', new Blob([text]), 'relances.csv')
  const answer = await who.fetch('/api/health/loads?kind=follow-ups&dryRun=false', {
    method: 'POST',
    body: form,
  })
  const { runId } = (await answer.json()) as { runId: number }
  await engine.waitForRun(runId)
  return runId
}

function must({ status, body, text }: Awaited<ReturnType<ApiClient['get']>>) {
  if (status >= 300) throw new Error(`${status} ${text}`)
  return body
}
