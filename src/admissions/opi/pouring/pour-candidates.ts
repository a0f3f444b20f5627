import type pg from 'pg'
import type { Clock } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/database.ts'
import { noteAttachments } from '../attachments/note-attachments.ts'
import type { OpiOptions } from '../record/candidate.ts'
import type { FoundRecord, OpiRecord, OpiTarget, PourOutcome } from '../target/opi-target.ts'
import { type ChosenRecord, chooseRecord } from './choose-record.ts'
import { blockAll, decideMarking, type Mark } from './decide-marking.ts'
import { holdCandidates } from './hold-candidates.ts'
import { type CandidatePlan, opiCodeOf, planCandidate } from './plan-candidate.ts'
import { holdersOfCodes, readCandidates } from './read-candidates.ts'
import { tellChangedCodes } from './tell-changed-codes.ts'
import { type MarkCounts, type MarkedCandidate, writeIntent, writeMarks } from './write-marks.ts'

/** What pouring needs of whoever pours: the batch, or an answer that is poured at once. */
export interface PouringPlace {
  readonly database: Database
  transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>
  readonly target: OpiTarget
  readonly clock: Clock
  readonly options: OpiOptions
  readonly campaign: { readonly id: number; readonly label: string }
  /** Who is written down as having done it. */
  readonly author: string
  readonly runId: number | null
  /** Whether attachments are sent (OPI_IS_UTILISE_PJ): those of what is poured are noted with it. */
  readonly withAttachments: boolean
  /** Codes and dossier numbers only. */
  warn(message: string): void
}

export interface PouredChunk extends MarkCounts {
  /** Candidates looked at. */
  readonly candidates: number
  /** Candidates of whom something failed. */
  readonly failed: number
  /** Candidates whom somebody else is pouring right now, or who are gone. */
  readonly skipped: number
  readonly codesChanged: number
}

/**
 * Pours some candidates (at most a few hundred) whole: intent → call → read back → record (admissions.md 3.0 R4, 3.4). A crash at
 * any point is harmless: what is not marked is called again, and a call replaces everything.
 *
 * Throws `OpiTargetUnavailable`: then nothing is marked, and no attempt is counted.
 */
export async function pourCandidates(
  place: PouringPlace,
  candidateIds: readonly number[],
): Promise<PouredChunk> {
  return await holdCandidates(place.database, candidateIds, async (held) => {
    const plans = await planAndIntend(place, held)
    const sending = plans.filter(({ send }) => send !== null)
    const before = await place.target.readBack(sending.map(({ keys }) => keys))
    const { records, blocked } = await chooseRecords(place, sending, before)
    const outcomes = await place.target.pour(records)
    const after = await place.target.readBack(records.map(({ keys }) => keys))
    const choose = await chooserFor(place, after)
    const marked = plans.map((plan): MarkedCandidate<CandidatePlan> => {
      const { candidateId } = plan.candidate
      const marks = blocked.get(candidateId) ?? marksOf(plan, outcomes.get(candidateId), choose(plan))
      return { plan, marks }
    })
    return await place.transaction(async (client) => {
      const by = { author: place.author, runId: place.runId, now: place.clock.now() }
      const counts = await writeMarks(client, marked, by)
      if (place.withAttachments) await noteAttachments(client, { applicationIds: pouredOf(marked) }, by.now)
      const codesChanged = await tellChangedCodes(client, place, marked)
      const failed = marked.filter(({ marks }) => [...marks.values()].some(({ kind }) => kind === 'error'))
      return {
        ...counts,
        candidates: plans.length,
        failed: failed.length,
        skipped: candidateIds.length - plans.length,
        codesChanged,
      }
    })
  })
}

function pouredOf(marked: readonly MarkedCandidate[]): number[] {
  return marked.flatMap(({ marks }) =>
    [...marks].flatMap(([id, { kind }]) => (kind === 'poured' ? [id] : [])),
  )
}

async function planAndIntend(place: PouringPlace, held: readonly number[]): Promise<CandidatePlan[]> {
  return await place.transaction(async (client) => {
    const read = await readCandidates(client, held)
    const plans = read.map(({ candidate, rows }) => planCandidate(candidate, rows, place.options))
    const intended = plans.filter(({ send }) => send !== null).flatMap(({ included }) => [...included.keys()])
    await writeIntent(client, intended, place.clock.now())
    return plans
  })
}

type Found = ReadonlyMap<number, readonly FoundRecord[]>

/** The records to send, each to the record that it replaces; and who cannot be sent, for want of knowing which that is. */
async function chooseRecords(
  place: PouringPlace,
  plans: readonly CandidatePlan[],
  found: Found,
): Promise<{ records: OpiRecord[]; blocked: Map<number, ReadonlyMap<number, Mark>> }> {
  const choose = await chooserFor(place, found)
  const records: OpiRecord[] = []
  const blocked = new Map<number, ReadonlyMap<number, Mark>>()
  for (const plan of plans) {
    const { candidateId } = plan.candidate
    const choice = choose(plan)
    if (!choice.ok) blocked.set(candidateId, blockAll(plan, choice.obstacle))
    else {
      const { person, wishes } = plan.send!
      const given = { candidateId, keys: plan.keys, wishes }
      if (choice.record !== null) records.push({ ...given, recordId: choice.record.recordId, person })
      // Only withdrawals, and nothing there: nothing is created to be emptied.
      else if (person !== null && plan.included.size > 0) records.push({ ...given, recordId: null, person })
    }
  }
  return { records, blocked }
}

async function chooserFor(
  { database, options, campaign }: PouringPlace,
  found: Found,
): Promise<(plan: CandidatePlan) => ChosenRecord> {
  const { prefix } = options
  const codes = [...found.values()].flatMap((list) => list.map(({ opiCode }) => opiCode))
  const holders = await holdersOfCodes(database.pool, codes, { campaignId: campaign.id, prefix })
  return ({ candidate: { candidateId, dossierNo, bornOn } }) => {
    const list = found.get(candidateId) ?? []
    const taken = list
      .map(({ opiCode }) => opiCode)
      .filter((code) => [...(holders.get(code) ?? [])].some((holder) => holder !== candidateId))
    return chooseRecord(list, { ownCode: opiCodeOf(prefix, dossierNo), bornOn, takenCodes: new Set(taken) })
  }
}

function marksOf(
  plan: CandidatePlan,
  outcome: PourOutcome | undefined,
  choice: ChosenRecord,
): ReadonlyMap<number, Mark> {
  if (plan.send === null)
    return new Map([...plan.obstacles].map(([id, obstacle]) => [id, { kind: 'error', obstacle }]))
  if (outcome?.kind === 'refused') return blockAll(plan, { cause: 'refused', detail: outcome.detail })
  if (!choice.ok && choice.obstacle.cause !== 'homonym') return blockAll(plan, choice.obstacle)
  // A namesake there is not ours: what was sent was not kept.
  return decideMarking(plan, choice.ok ? choice.record : null, outcome?.refusedWishes ?? [])
}
