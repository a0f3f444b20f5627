import { configuredSource, openSource } from '../admissions/siscol/open-source.ts'
import { testSource } from '../admissions/siscol/test-source.ts'
import { systemClock } from '../platform/clock.ts'
import type { Connections } from '../platform/connections.ts'
import { openRemoteDatabase, RemoteFailure } from '../platform/remote-database.ts'
import type { Settings } from '../platform/settings.ts'
import { type Finding, finder, plain } from './finding.ts'

/** Whether the systems around this one answer; nothing of those that are not configured. */
export async function* checkRemoteSystems(
  connections: Connections,
  settings: Settings,
): AsyncGenerator<Finding> {
  const source = configuredSource(connections)
  const opened = await openSource(connections, settings, systemClock())
  if (source !== null && opened !== null) yield await checkSource(source.place, opened.source)
  if (connections.opiUrl !== null) yield await checkOpiDatabase(connections.opiUrl)
}

async function checkSource(place: string, source: Parameters<typeof testSource>[0]): Promise<Finding> {
  const { ok, attention } = finder('siscol', { fr: 'SI Scolarité', en: 'Student information system' })
  const { ok: answers, version, error } = await testSource(source)
  if (answers) return ok(plain(version === null ? place : `${place} (${version})`))
  return attention(plain(error!), {
    fr: 'Vérifiez NOCTURNE_SISCOL_URL ou NOCTURNE_PEGASE_URL, et admissions.siscol.mapping (docs/siscol.md)',
    en: 'Check NOCTURNE_SISCOL_URL or NOCTURNE_PEGASE_URL, and admissions.siscol.mapping (docs/siscol.md)',
  })
}

/** The database that takes pre-registrations. */
async function checkOpiDatabase(url: string): Promise<Finding> {
  const { ok, attention } = finder('opi', { fr: 'Base des OPI', en: 'Pre-registration database' })
  try {
    const database = await openRemoteDatabase(url, { readTimeoutMs: 5_000 })
    try {
      await database.query('select 1')
    } finally {
      await database.close()
    }
    const { host, pathname } = new URL(url)
    return ok(plain(`${host}${pathname}`))
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error
    return attention(plain(error.message), { fr: 'Vérifiez NOCTURNE_OPI_URL', en: 'Check NOCTURNE_OPI_URL' })
  }
}
