/** A run that waits. */
export interface WaitingRun {
  readonly id: number
  readonly batchCode: string
  readonly resources: readonly string[]
  /** Takes one of the node's places. */
  readonly takesPlace: boolean
  readonly priority: number
  /** Since when it waits: its due instant, or when it was asked for; milliseconds. */
  readonly sinceMs: number
}

/** A run under way, on any node. */
export interface HoldingRun {
  readonly batchCode: string
  readonly resources: readonly string[]
}

export type StartVerdict =
  | { readonly id: number; readonly verdict: 'start' }
  /** It could start, but this node is full: another node may take it. */
  | { readonly id: number; readonly verdict: 'elsewhere' }
  /** It waits for the end of `behind`, which holds the batch itself or the resource named. */
  | {
      readonly id: number
      readonly verdict: 'wait'
      readonly resource: string | null
      readonly behind: string
    }

/**
 * Decides which of the waiting runs a node with so many free places may start, beside those that run already.
 * Turns are taken in order: priority, then waiting time, then code. Whoever has to wait keeps its turn, so that
 * a run that needs two resources is not overtaken for ever by runs that need only one of them.
 */
export function whoMayStart(
  waiting: readonly WaitingRun[],
  running: readonly HoldingRun[],
  freePlaces: number,
): StartVerdict[] {
  const batchHolder = new Map(running.map((run) => [run.batchCode, run.batchCode]))
  const resourceHolder = new Map<string, string>()
  for (const run of running) for (const resource of run.resources) resourceHolder.set(resource, run.batchCode)
  let places = freePlaces
  return [...waiting].sort(byTurn).map((run) => {
    const obstacle = obstacleOf(run, batchHolder, resourceHolder)
    if (!batchHolder.has(run.batchCode)) batchHolder.set(run.batchCode, run.batchCode)
    for (const resource of run.resources)
      if (!resourceHolder.has(resource)) resourceHolder.set(resource, run.batchCode)
    if (obstacle !== null) return { id: run.id, verdict: 'wait', ...obstacle }
    if (!run.takesPlace) return { id: run.id, verdict: 'start' }
    if (places <= 0) return { id: run.id, verdict: 'elsewhere' }
    places -= 1
    return { id: run.id, verdict: 'start' }
  })
}

function byTurn(a: WaitingRun, b: WaitingRun): number {
  return (
    b.priority - a.priority ||
    a.sinceMs - b.sinceMs ||
    (a.batchCode < b.batchCode ? -1 : a.batchCode > b.batchCode ? 1 : a.id - b.id)
  )
}

function obstacleOf(
  run: WaitingRun,
  batchHolder: ReadonlyMap<string, string>,
  resourceHolder: ReadonlyMap<string, string>,
): { resource: string | null; behind: string } | null {
  const self = batchHolder.get(run.batchCode)
  if (self !== undefined) return { resource: null, behind: self }
  for (const resource of run.resources) {
    const behind = resourceHolder.get(resource)
    if (behind !== undefined) return { resource, behind }
  }
  return null
}
