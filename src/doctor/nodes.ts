import { livingNodes } from '../batch/living-nodes.ts'
import type { Database } from '../platform/database.ts'
import { type Finding, finder } from './finding.ts'

/** Whether anybody runs what waits, and launches what is due. */
export async function checkNodes({ pool }: Database): Promise<Finding> {
  const { ok, attention } = finder('nodes', { fr: 'Serveurs', en: 'Nodes' })
  const nodes = await livingNodes(pool)
  const names = nodes.map((node) => `${node.name} (${node.pid})`).join(', ')
  if (nodes.length === 0)
    return attention(
      { fr: "aucun n'est en marche : rien ne sera lancé", en: 'none is running: nothing will be launched' },
      { fr: './nocturne start', en: './nocturne start' },
    )
  if (!nodes.some((node) => node.schedules))
    return attention(
      { fr: `${names} : aucun ne programme`, en: `${names}: none of them schedules` },
      { fr: './nocturne start, sur une machine au moins', en: './nocturne start, on one machine at least' },
    )
  return ok({ fr: `en marche : ${names}`, en: `running: ${names}` })
}
