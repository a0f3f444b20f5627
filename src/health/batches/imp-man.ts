import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { defineBatch, type RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { type ExchangeRecord, findExchange, findExchangeOfRun } from '../../exchange/exchange-record.ts'
import type { Guard, SeenFigures } from '../../exchange/guard.ts'
import { forgetUpload, isUploadId, uploadPath } from '../../exchange/uploads/upload-store.ts'
import { importDirectory } from '../settings.ts'
import { guardLimits, runStudentImport } from '../student-import/run-student-import.ts'
import { findImportModel, listImportModels } from '../student-import/store/import-model-store.ts'

const parameters = z.object({
  /** A file of this machine: for the command line only. */
  path: z.string().min(1).nullable().default(null),
  /** A file received through the API. */
  uploadId: z.string().refine(isUploadId).nullable().default(null),
  /** What its sender called it. */
  fileName: z.string().min(1),
  /** Code of the import model. */
  model: z.string().min(1),
  dryRun: z.boolean().default(false),
  /** Where the log files go; by default the import directory, for a simulation the run's own folder. */
  out: z.string().nullable().default(null),
  /** The held exchange that this import applies. */
  approvalOf: z.number().int().nullable().default(null),
  /** The run of the simulation whose figures were seen: others hold the import. */
  simulation: z.number().int().nullable().default(null),
  reportTo: z.array(z.email()).default([]),
})

export default defineBatch({
  code: 'IMP_MAN',
  label: { fr: 'Importation d’un fichier de scolarité', en: 'Import of a student file' },
  description: {
    fr: 'Importe un fichier choisi par une personne, avec le modèle choisi. Mêmes règles que l’import quotidien.',
    en: 'Imports a file that somebody chose, with the model they chose. Same rules as the nightly import.',
  },
  schedule: null,
  enabled: true,
  timeoutMinutes: 360,
  resources: ['students'],
  waiting: 'many',
  parameters,
  async run(context) {
    const held = await approvedExchange(context)
    const path = sourceOf(context, held)
    const detail = await importFile(context, path, held)
    await letGo(context, detail, held)
    return detail
  },
})

type Context = RunContext<z.infer<typeof parameters>>

/** The held exchange that this run applies, or null. Nothing is applied that nobody approved. */
async function approvedExchange({ parameters, database }: Context): Promise<ExchangeRecord | null> {
  const { approvalOf } = parameters
  if (approvalOf === null) return null
  const held = await findExchange(database.pool, approvalOf)
  if (held === null) throw new Error(`l'import à approuver (${approvalOf}) n'existe plus`)
  if (held.state !== 'approved')
    throw new Error(`l'import de l'exécution ${held.runId} n'est pas approuvé : rien n'a été appliqué`)
  return held
}

/** Where the file is. A path comes from the command line alone: through the API any file of the server could be read. */
function sourceOf({ parameters, place, run }: Context, held: ExchangeRecord | null): string {
  const { path, uploadId } = parameters
  if (held !== null) {
    if (held.keptPath === null) throw new Error("la copie du fichier en attente n'existe plus : renvoyez-le")
    return held.keptPath
  }
  if (uploadId !== null) return uploadPath(place.dataDirectory, uploadId)
  if (path !== null && run.trigger === 'cli') return path
  throw new Error(
    path === null
      ? 'aucun fichier à importer : envoyez-en un'
      : "le chemin d'un fichier du serveur ne se donne qu'en ligne de commande : envoyez le fichier",
  )
}

async function importFile(context: Context, path: string, held: ExchangeRecord | null): Promise<RunDetail> {
  const { fileName, dryRun, approvalOf, reportTo, out } = context.parameters
  const model = await findImportModel(context.database.pool, context.parameters.model)
  if (model === null || !model.active) {
    const active = (await listImportModels(context.database.pool)).filter((other) => other.active)
    throw new Error(
      `le modèle d'importation ${context.parameters.model} ${model === null ? "n'existe pas" : 'est inactif'} ; modèles : ${active.map((other) => other.code).join(', ')}`,
    )
  }
  return await runStudentImport(context, {
    path,
    fileName,
    model,
    origin: 'MANUEL',
    dryRun,
    directory: await logDirectory(context, held),
    guard: await guardOf(context, held),
    notices: [],
    approvalOf,
    again: { fileName, model: model.code, reportTo, out },
    reportTo,
  })
}

/** Where the reports go. As a path, a folder is named on the command line alone, or was when the file was held. */
async function logDirectory(
  { parameters, settings, files, run }: Context,
  held: ExchangeRecord | null,
): Promise<string> {
  const { out, dryRun } = parameters
  if (out !== null && (run.trigger === 'cli' || held?.parameters.out === out)) return out
  const configured = dryRun ? null : await settings.get(importDirectory)
  return configured ?? (await files.directory())
}

/**
 * What was approved is applied as it was approved, or asked again. What a simulation showed must still hold, and stays
 * within the limits: seeing it is not approving it.
 */
async function guardOf(context: Context, held: ExchangeRecord | null): Promise<Guard> {
  if (held !== null) return { limits: null, seen: { figures: held, by: 'approval' } }
  return { limits: await guardLimits(context), seen: await simulatedFigures(context) }
}

async function simulatedFigures({ parameters, database }: Context): Promise<SeenFigures | null> {
  const { simulation, dryRun } = parameters
  if (simulation === null || dryRun) return null
  const simulated = await findExchangeOfRun(database.pool, simulation)
  if (simulated?.state !== 'simulated')
    throw new Error(`l'exécution ${simulation} n'est pas une simulation terminée : simulez de nouveau`)
  return { figures: simulated, by: 'simulation' }
}

/** The copy that was imported has served, or this run keeps one of its own. A simulation uses nothing up. */
async function letGo(context: Context, detail: RunDetail, held: ExchangeRecord | null): Promise<void> {
  const { database, parameters, place } = context
  if (held?.keptPath != null) await rm(held.keptPath, { force: true })
  if (parameters.uploadId !== null && (detail.state === 'applied' || detail.state === 'held'))
    await forgetUpload(database.pool, place.dataDirectory, parameters.uploadId)
}
