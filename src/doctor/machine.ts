import { Temporal } from 'temporal-polyfill'
import { formatDateTime } from '../batch/schedule/run-line.ts'
import type { Configuration } from '../platform/configuration.ts'
import { type Finding, finder, plain } from './finding.ts'

const oldestNode = 24

export function checkNode(version: string): Finding {
  const { ok, fault } = finder('node', { fr: 'Node', en: 'Node' })
  if (Number.parseInt(version, 10) >= oldestNode) return ok(plain(version))
  return fault(plain(version), {
    fr: `Il faut Node ${oldestNode} : npm ci l'installe, et ./nocturne s'en sert`,
    en: `Node ${oldestNode} is needed: npm ci installs it, and ./nocturne uses it`,
  })
}

/** What time the batches think it is. */
export function checkTimeZone({ timeZone }: Configuration): Finding {
  const { ok } = finder('time-zone', { fr: 'Fuseau horaire', en: 'Time zone' })
  const local = formatDateTime(Temporal.Now.instant(), timeZone)
  return ok({ fr: `${timeZone}, il y est ${local}`, en: `${timeZone}, where it is ${local}` })
}
