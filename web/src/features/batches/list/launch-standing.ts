import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { useMay } from '../../../lib/roles.ts'

/**
 * What the launch button is good for: `launch`, `cancel` (« Lancement immédiat » is ✓), or why it is not: the batch is
 * out of service, the running program does not know it, the account may not.
 */
export type LaunchStanding = 'launch' | 'cancel' | 'off' | 'unknown' | 'rights'

export function launchStanding(batch: Batch, operates: boolean): LaunchStanding {
  if (!operates) return 'rights'
  if (batch.requested) return 'cancel'
  if (!batch.known) return 'unknown'
  return batch.enabled ? 'launch' : 'off'
}

/** `standingOf(batch)` for the account that is signed in. */
export function useLaunchStanding(): (batch: Batch) => LaunchStanding {
  const may = useMay()
  return (batch) => launchStanding(batch, may(batch.application, 'operator'))
}
