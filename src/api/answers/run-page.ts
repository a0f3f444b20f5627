import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { readAcknowledgements } from '../../batch/acknowledgement.ts'
import { isAbnormallyLong } from '../../batch/habit.ts'
import { type RunFile as FileRecord, readRunFiles } from '../../batch/read-run.ts'
import { readHabits } from '../../batch/recent-runs.ts'
import type { RunRecord } from '../../batch/run-record.ts'
import { isFinal } from '../../batch/run-state.ts'
import { readNeighbours, readPlanOfRun, readWaitsFor } from '../../batch/run-surroundings.ts'
import { type ExchangeRecord, findExchangeOfRun } from '../../exchange/exchange-record.ts'
import { destroysForReal } from '../../learning/requests/destroying-run.ts'
import type { ApplicationCode } from '../schemas/common.ts'
import type { RunFile, RunPageData } from '../schemas/runs.ts'
import type { ApiServices } from '../services.ts'
import { may, type Visitor } from '../visitor.ts'
import { batchLabel } from './batch-answer.ts'
import { parameterLabels } from './parameter-labels.ts'
import { runAnswer, secondsSoFar } from './run-answer.ts'

/** Everything that the page of one run shows but its log. */
export async function runPageAnswer(
  { engine, installation }: ApiServices,
  visitor: Visitor,
  run: RunRecord,
): Promise<RunPageData> {
  const { pool } = installation.database
  const application = run.application as ApplicationCode
  const [files, exchange, habits, neighbours, plan, waitsFor, acknowledged, planned] = await Promise.all([
    readRunFiles(pool, run.id),
    findExchangeOfRun(pool, run.id),
    readHabits(pool, [run.batchCode]),
    readNeighbours(pool, run),
    readPlanOfRun(pool, run.id),
    readWaitsFor(pool, run.id),
    readAcknowledgements(pool, [run.id]),
    isPlanned(pool, run.batchCode),
  ])
  const habit = habits.get(run.batchCode) ?? null
  const operates = may(visitor, 'operator', application)
  return {
    run: runAnswer(run, installation.place.timeZone),
    batch: {
      code: run.batchCode,
      label: batchLabel(engine.catalogue, run.batchCode),
      application,
      planned,
    },
    parameterLabels: parameterLabels(engine.catalogue.get(run.batchCode)?.batch),
    files: await Promise.all(files.map((file) => runFileAnswer(file, operates))),
    exchange: exchange === null ? null : { state: exchange.state, held: exchange.state === 'held' },
    habit,
    abnormallyLong: isAbnormallyLong(secondsSoFar(run, engine.clock.now()), habit),
    neighbours,
    plan,
    waitsFor,
    acknowledged: acknowledged.get(run.id) ?? null,
    actions: {
      cancel: operates && !isFinal(run.state),
      runAgain:
        operates &&
        isFinal(run.state) &&
        engine.catalogue.has(run.batchCode) &&
        mayRepeat(exchange) &&
        !destroysForReal(run),
      decide: exchange?.state === 'held' && may(visitor, 'administrator', application),
    },
  }
}

/**
 * A run that applied an approval is not repeated: what was approved is applied once, by whoever may approve. (Should
 * it have failed, the file is held again.)
 */
export function mayRepeat(exchange: ExchangeRecord | null): boolean {
  return exchange === null || exchange.approvalOf === null
}

async function isPlanned(pool: ApiServices['installation']['database']['pool'], code: string) {
  const { rows } = await pool.query<{ planned: boolean }>('select planned from batch where code = $1', [code])
  return rows[0]?.planned ?? false
}

/** A file as lists show it: whether it can still be had, and by this account. */
export async function runFileAnswer(file: FileRecord, operates: boolean): Promise<RunFile> {
  const { id, path, mediaType, personal, sizeBytes, addedAt } = file
  const gone = await stat(path).then(
    (stats) => !stats.isFile(),
    () => true,
  )
  return {
    id,
    name: basename(path),
    mediaType,
    personal,
    sizeBytes,
    addedAt,
    allowed: operates || !personal,
    gone,
  }
}
