import type { SystemNode } from './system-state.ts'

/**
 * What may honestly be said of a node at an instant of the server's clock. A process that still answers and whose
 * watch has stopped is not « en marche ».
 */
export type NodeHealth = 'alive' | 'late' | 'lost' | 'stopped'

/** A check that is this much overdue is no mere delay of the screen. */
const toleratedMs = 30_000

export function nodeHealth(node: SystemNode, now: number): NodeHealth {
  // Stopped in good order, or found dead by another node (`connection lost`, `lease expired`).
  if (node.endedAt) return node.endReason === 'stopped' ? 'stopped' : 'lost'
  if (!node.alive || Date.parse(node.leaseUntil) < now - toleratedMs) return 'lost'
  const overdue = node.nextCheckAt !== null && Date.parse(node.nextCheckAt) < now - toleratedMs
  return node.scheduler && overdue ? 'late' : 'alive'
}

/** Whether somebody watches the due times. */
export function schedulerHealth(nodes: readonly SystemNode[], now: number): 'alive' | 'late' | 'none' {
  const healths = nodes.filter((node) => node.scheduler).map((node) => nodeHealth(node, now))
  if (healths.includes('alive')) return 'alive'
  return healths.includes('late') ? 'late' : 'none'
}
