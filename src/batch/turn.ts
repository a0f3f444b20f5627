import type pg from 'pg'
import type { Clock } from '../platform/clock.ts'
import { transaction } from '../platform/database.ts'
import { claimRuns, type Room } from './claim.ts'
import type { DispatchQueue } from './dispatch-queue.ts'
import { type EndedRun, endRuns, type RunEnding } from './end-runs.ts'
import type { ClaimedRun } from './execute-run.ts'
import { sendNotices } from './notices.ts'

export interface Turn {
  readonly ended: readonly EndedRun[]
  readonly started: readonly ClaimedRun[]
  readonly more: boolean
}

/**
 * One turn of a node: writes down the runs that have ended and claims new ones for the places they leave, all in
 * one transaction. What ends together is written together, so a burst of short runs costs one commit for as
 * many as there are places, not two for each.
 */
export async function takeTurn(options: {
  pool: pg.Pool
  queue: DispatchQueue
  clock: Clock
  room: Room
  endings: readonly RunEnding[]
}): Promise<Turn> {
  const { queue, clock, room, endings } = options
  return await transaction(options.pool, async (client) => {
    const ended = await endRuns(client, room.nodeId, endings, clock.now())
    const claim = await claimRuns(client, queue, room, ended.length > 0, () => clock.now())
    await sendNotices(client, [...ended.map((run) => run.notice), ...claim.notices])
    return { ended, started: claim.started, more: claim.more }
  })
}
