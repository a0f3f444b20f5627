import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { defineBatch, type RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { findExchange, holdAgain } from '../../exchange/exchange-record.ts'
import { importDirectory } from '../settings.ts'
import type { StudentImport } from '../student-import/import-students.ts'
import { guardLimits, runStudentImport } from '../student-import/run-student-import.ts'
import { findImportModel, listImportModels } from '../student-import/store/import-model-store.ts'

const parameters = z.object({
  /** Where the file is on the server, and what its sender called it. */
  path: z.string().min(1),
  fileName: z.string().min(1),
  /** Code of the import model. */
  model: z.string().min(1),
  dryRun: z.boolean().default(false),
  /** Where the log files go; by default the import directory, for a simulation the run's own folder. */
  out: z.string().nullable().default(null),
  /** The held exchange that this import applies. */
  approvalOf: z.number().int().nullable().default(null),
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
    const { path, approvalOf } = context.parameters
    const detail = await importFile(context).catch(async (error: unknown) => {
      // Nothing was applied: what was approved goes on waiting, and can be approved again.
      if (approvalOf !== null) await holdAgain(context.database.pool, approvalOf)
      throw error
    })
    // The copy of a held file has served, or this run keeps one of its own.
    if (approvalOf !== null) await rm(path, { force: true })
    return detail
  },
})

type Context = RunContext<z.infer<typeof parameters>>

async function importFile(context: Context): Promise<RunDetail> {
  const { path, fileName, dryRun, approvalOf, reportTo } = context.parameters
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
    directory: await logDirectory(context),
    guard: await guard(context, approvalOf),
    notices: [],
    approvalOf,
    again: { fileName, model: model.code, reportTo, out: context.parameters.out },
    reportTo,
  })
}

async function logDirectory({ parameters, settings, files }: Context): Promise<string> {
  if (parameters.out !== null) return parameters.out
  const configured = parameters.dryRun ? null : await settings.get(importDirectory)
  return configured ?? (await files.directory())
}

/** What was approved is applied as it was approved, or asked again. */
async function guard(context: Context, approvalOf: number | null): Promise<StudentImport['guard']> {
  if (approvalOf === null) return { limits: await guardLimits(context) }
  const held = await findExchange(context.database.pool, approvalOf)
  if (held === null) throw new Error(`l'import à approuver (${approvalOf}) n'existe plus`)
  return { approved: held }
}
