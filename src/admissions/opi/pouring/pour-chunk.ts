import { RunLostError } from '../../../batch/run-context.ts'
import { RunStopped } from '../../../batch/run-outcome.ts'
import { causeOf } from '../../decisions/work-on-units.ts'
import { OpiTargetUnavailable } from '../target/opi-target.ts'
import { waiting } from './plan-candidate.ts'
import { type PouredChunk, type PouringPlace, pourCandidates } from './pour-candidates.ts'
import { readCandidates } from './read-candidates.ts'
import { writeMarks } from './write-marks.ts'

/**
 * Pours candidates together; where that fails for a reason that is neither the target's nor the run's, one by one, so that what
 * nobody foresaw is an error of one candidate and does not stop the batch at the same place every night.
 */
export async function pourChunk(
  place: PouringPlace,
  candidateIds: readonly number[],
  add: (chunk: PouredChunk) => void,
): Promise<void> {
  try {
    add(await pourCandidates(place, candidateIds))
    return
  } catch (error) {
    if (isOfTheWhole(error)) throw error
  }
  for (const id of candidateIds) {
    try {
      add(await pourCandidates(place, [id]))
    } catch (error) {
      if (isOfTheWhole(error)) throw error
      add(await noteUnexpected(place, id, error))
    }
  }
}

function isOfTheWhole(error: unknown): boolean {
  return (
    error instanceof OpiTargetUnavailable ||
    error instanceof RunStopped ||
    error instanceof RunLostError ||
    (error instanceof Error && error.name === 'AbortError')
  )
}

async function noteUnexpected(place: PouringPlace, id: number, error: unknown): Promise<PouredChunk> {
  return await place.transaction(async (client) => {
    const [read] = await readCandidates(client, [id])
    if (read === undefined) return { ...nothing, candidates: 0, failed: 0, skipped: 1, codesChanged: 0 }
    const { candidate, rows } = read
    place.warn(`dossier ${candidate.dossierNo} : ${causeOf(error)}`)
    const todo = waiting(rows)
    const withdrawals = new Map(
      todo.filter(({ wanted }) => wanted === 'withdraw').map(({ applicationId }) => [applicationId, null]),
    )
    const marks = new Map(
      todo.map(({ applicationId }) => [
        applicationId,
        { kind: 'error', obstacle: { cause: 'unexpected', detail: null } } as const,
      ]),
    )
    const by = { author: place.author, runId: place.runId, now: place.clock.now() }
    const counts = await writeMarks(
      client,
      [{ plan: { candidate, rows, withdrawals, adjusted: [] }, marks }],
      by,
    )
    return { ...counts, candidates: 1, failed: 1, skipped: 0, codesChanged: 0 }
  })
}

const nothing = { poured: 0, withdrawn: 0, errors: 0, setAside: 0, changedMeanwhile: 0 }
