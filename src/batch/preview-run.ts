import { transaction } from '../platform/database.ts'
import { invalidParameters, type Refused, unknownBatch } from './batch-refusal.ts'
import type { Catalogue } from './catalogue.ts'
import type { RunDetail } from './define-batch.ts'
import { checkParameters } from './merged-parameters.ts'
import type { ReadyContext } from './readiness.ts'

export type PreviewOutcome =
  /** Null: the batch destroys nothing and previews nothing. */
  { readonly ok: true; readonly preview: RunDetail | null } | Refused

/** How much a batch that destroys would touch, for the dialogue that asks for its code. Nothing can be written. */
export async function previewRun(
  options: ReadyContext & { readonly catalogue: Catalogue },
  code: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<PreviewOutcome> {
  const { database, clock, settings, mail, place } = options
  const batch = options.catalogue.get(code)?.batch
  const { rows } = await database.pool.query<{ parameters: Record<string, unknown> }>(
    'select parameters from batch where code = $1',
    [code],
  )
  if (batch === undefined || rows[0] === undefined) return unknownBatch(code)
  if (batch.danger === undefined) return { ok: true, preview: null }
  const checked = checkParameters(batch, { ...rows[0].parameters, ...parameters })
  if (!checked.ok) return invalidParameters(code, checked.message)
  const noFiles = async () => {
    throw new Error('a preview leaves no files')
  }
  const preview = await batch.danger.preview({
    run: { id: 0, code, trigger: 'manual', dueAt: null, requestedBy: null },
    parameters: checked.parameters,
    database,
    transaction: (work) =>
      transaction(database.pool, async (client) => {
        await client.query('set transaction read only')
        return await work(client)
      }),
    log: { info() {}, warn() {}, error() {} },
    progress() {},
    signal: AbortSignal.timeout(60_000),
    files: { directory: noFiles, add: noFiles },
    mail,
    settings,
    clock,
    place,
  })
  return { ok: true, preview }
}
