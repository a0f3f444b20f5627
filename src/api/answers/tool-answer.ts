import { type BatchRecord, listBatches } from '../../batch/list-batches.ts'
import type { AreaFile } from '../../exchange/file-area/list-shelf.ts'
import { readLastOfEach, readSyncRecords, type SyncRecord } from '../../learning/exchanges/read-exchanges.ts'
import { learningFiles } from '../../learning/files/learning-files.ts'
import { type SyncOperation, syncOperations } from '../../learning/operations.ts'
import { type ActiveRun, readActiveRuns } from '../../learning/overview/active-runs.ts'
import { candidateFiles, readTakenMarks, type TakenMark } from '../../learning/overview/candidate-files.ts'
import { replayTaken, wildcardMode } from '../../learning/settings/common.ts'
import { fileNameOf, matches } from '../../learning/sync/file-pattern.ts'
import { type SettingsSnapshot, takeSnapshot } from '../../learning/sync/settings-snapshot.ts'
import { isPostTreatmentOf, isSettingOfTool } from '../../learning/tools/tool-settings.ts'
import { toolShape } from '../../learning/tools/tool-shape.ts'
import type { ToolPage, ToolSummary } from '../schemas/learning.ts'
import type { Setting } from '../schemas/settings.ts'
import type { ApiServices } from '../services.ts'
import { may, type Visitor } from '../visitor.ts'
import { scheduleWording } from './batch-answer.ts'
import { settingAnswer } from './setting-answer.ts'
import { storedFileAnswer } from './stored-file.ts'
import { syncSummaryAnswer } from './sync-answer.ts'

/** What the answers of all tools are made of: read once, however many tools there are. */
interface ToolFacts {
  readonly snapshot: SettingsSnapshot
  readonly stored: readonly AreaFile[]
  readonly marks: ReadonlyMap<string, ReadonlyMap<string, TakenMark>>
  readonly last: ReadonlyMap<string, SyncRecord>
  readonly active: ReadonlyMap<string, ActiveRun>
  readonly batches: ReadonlyMap<string, BatchRecord>
}

async function readFacts({ installation }: ApiServices): Promise<ToolFacts> {
  const { settings, database, place } = installation
  const { pool } = database
  const [snapshot, stored, marks, last, active, batches] = await Promise.all([
    takeSnapshot(settings),
    learningFiles(place).list('commands'),
    readTakenMarks(pool),
    readLastOfEach(pool),
    readActiveRuns(pool),
    listBatches(pool, { application: 'learning' }),
  ])
  return { snapshot, stored, marks, last, active, batches: new Map(batches.map((one) => [one.code, one])) }
}

export async function toolSummaries(services: ApiServices): Promise<ToolSummary[]> {
  const facts = await readFacts(services)
  return syncOperations.map((operation) => summaryOf(services, operation, facts))
}

function summaryOf(services: ApiServices, operation: SyncOperation, facts: ToolFacts): ToolSummary {
  const { snapshot, stored, marks, last, active } = facts
  const { code, tool, label, description } = operation
  const fileName = fileNameOf(operation, snapshot)
  const candidates = candidateFiles(fileName, stored, marks.get(code) ?? new Map(), {
    take: snapshot[wildcardMode.key] === 'first' ? 'first' : 'all',
    replayTaken: snapshot[replayTaken.key] === true,
  })
  const lastRecord = last.get(code)
  return {
    tool,
    operation: code,
    label,
    description,
    batch: batchOf(services, operation, facts),
    hasHeader: operation.hasHeader,
    archive: operation.archive ?? false,
    destroys: operation.destroys ?? false,
    fileName,
    candidates: candidates.map(({ file, standing, takenAt }) => ({
      file: storedFileAnswer(file, takers(snapshot)),
      standing,
      takenAt: takenAt?.toISOString() ?? null,
    })),
    last: lastRecord === undefined ? null : syncSummaryAnswer(lastRecord),
    activeRun: active.get(code) ?? null,
  }
}

function takers(snapshot: SettingsSnapshot) {
  return (name: string) =>
    syncOperations
      .filter((operation) => matches(fileNameOf(operation, snapshot), name))
      .map(({ tool }) => tool)
}

function batchOf(
  { engine }: ApiServices,
  { batch }: SyncOperation,
  { batches }: ToolFacts,
): ToolSummary['batch'] {
  const record = batch === null ? undefined : batches.get(batch.code)
  if (record === undefined) return null
  const { code, enabled, nextDueAt, schedule, timeZone } = record
  return { code, enabled, nextDueAt, plan: scheduleWording(schedule, engine.clock.now(), timeZone) }
}

const shownReports = 10

export async function toolPageAnswer(
  services: ApiServices,
  operation: SyncOperation,
  visitor: Visitor,
): Promise<ToolPage> {
  const { installation } = services
  const { database, settings, place } = installation
  const { code, tool } = operation
  const [facts, shape, reports, own, postTreatments] = await Promise.all([
    readFacts(services),
    toolShape(code, { settings, timeZone: place.timeZone }),
    readSyncRecords(database.pool, { operation: code, size: shownReports }),
    learningSettingAnswers(services, visitor, (key) => isSettingOfTool(key, tool)),
    learningSettingAnswers(services, visitor, (key) => isPostTreatmentOf(key, tool)),
  ])
  return {
    ...summaryOf(services, operation, facts),
    settings: own,
    postTreatments,
    columns: {
      mandatory: [...(shape?.columns?.mandatory ?? [])],
      optional: [...(shape?.columns?.optional ?? [])],
    },
    reports: reports.slice(0, shownReports).map(syncSummaryAnswer),
    actions: {
      simulate: may(visitor, 'operator', 'learning'),
      run: may(visitor, 'operator', 'learning'),
      configure: may(visitor, 'administrator', 'learning'),
    },
  }
}

/** Settings of the learning platform, chosen by their keys. */
export async function learningSettingAnswers(
  { installation }: ApiServices,
  visitor: Visitor,
  isWanted: (key: string) => boolean,
): Promise<Setting[]> {
  const definitions = new Map(
    installation.applications
      .flatMap((application) => application.settings)
      .map((definition) => [definition.key, definition]),
  )
  return (await installation.settings.list())
    .filter(({ key }) => key.startsWith('learning.') && isWanted(key))
    .map((value) => settingAnswer(value, definitions.get(value.key)!, visitor))
    .filter((one) => !one.secret || one.editable)
}
