import type { Connections } from '../../src/platform/connections.ts'

/** Nothing configured but what a test gives. */
export function testConnections(given: Partial<Connections> = {}): Connections {
  return {
    sisKind: 'A',
    siscolUrl: null,
    opiUrl: null,
    pegase: null,
    surveys: null,
    directory: null,
    candidateFiles: '/nonexistent/candidate-files',
    opiFiles: '/nonexistent/opi',
    demo: false,
    demoAdministrators: [],
    productionDatabases: [],
    ...given,
  }
}
