import { expect, inject, test } from 'vitest'
import { testConnections } from '../../test/support/connections.ts'
import type { Connections } from '../platform/connections.ts'
import type { SettingDefinition, Settings } from '../platform/settings.ts'
import type { Finding } from './finding.ts'
import { checkRemoteSystems } from './remote-systems.ts'

const defaults = { get: async <T>(one: SettingDefinition<T>) => one.default } as Settings

async function found(connections: Partial<Connections>): Promise<Finding[]> {
  const findings: Finding[] = []
  for await (const one of checkRemoteSystems(testConnections(connections), defaults)) findings.push(one)
  return findings
}

test('of systems that are not configured nothing is said', async () => {
  expect(await found({})).toEqual([])
  expect(await found({ sisKind: 'D', siscolUrl: 'file:///nonexistent' })).toEqual([])
})

test('one that does not answer is told with what to do, without its password; one that does, with where it is', async () => {
  const [siscol, opi] = await found({
    siscolUrl: 'mariadb://lecteur:secret-siscol@127.0.0.1:1/apogee',
    opiUrl: inject('adminUrl'),
  })
  expect(siscol).toMatchObject({
    check: 'siscol',
    state: 'attention',
    message: { fr: 'Base « apogee » de 127.0.0.1:1 : injoignable (ECONNREFUSED)' },
  })
  expect(JSON.stringify(siscol)).not.toMatch(/secret-siscol/)
  expect(opi).toMatchObject({ check: 'opi', state: 'ok' })
})
