import { expect, test } from 'vitest'
import { nodeHealth, schedulerHealth } from './node-health.ts'
import type { SystemNode } from './system-state.ts'

const now = Date.parse('2026-11-21T22:00:00Z')

function at(seconds: number): string {
  return new Date(now + seconds * 1_000).toISOString()
}

function node(parts: Partial<SystemNode> = {}): SystemNode {
  return {
    id: 'a',
    name: 'calcium-1',
    pid: 1,
    version: '0.1.0',
    startedAt: at(-3_600),
    leaseUntil: at(8),
    alive: true,
    endedAt: null,
    endReason: null,
    scheduler: true,
    lastCheckAt: at(-10),
    nextCheckAt: at(20),
    running: 0,
    ...parts,
  }
}

test('a node is what its lease and its checks say, not what it said once', () => {
  expect(nodeHealth(node(), now)).toBe('alive')
  expect(nodeHealth(node({ nextCheckAt: at(-31) }), now)).toBe('late')
  expect(nodeHealth(node({ alive: false }), now)).toBe('lost')
  expect(nodeHealth(node({ leaseUntil: at(-31) }), now)).toBe('lost')
  expect(nodeHealth(node({ endedAt: at(-60), endReason: 'stopped' }), now)).toBe('stopped')
  expect(nodeHealth(node({ endedAt: at(-60), endReason: 'lease expired' }), now)).toBe('lost')
})

test('one scheduler in order is enough; workers count for nothing', () => {
  expect(schedulerHealth([node({ alive: false }), node()], now)).toBe('alive')
  expect(schedulerHealth([node({ nextCheckAt: at(-60) })], now)).toBe('late')
  expect(schedulerHealth([node({ scheduler: false })], now)).toBe('none')
  expect(schedulerHealth([], now)).toBe('none')
})
