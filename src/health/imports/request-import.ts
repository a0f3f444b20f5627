import type { BatchRefusal } from '../../batch/batch-refusal.ts'
import type { RequestOutcome, RunRequest } from '../../batch/request-run.ts'
import { findExchangeOfRun } from '../../exchange/exchange-record.ts'
import type { Upload } from '../../exchange/uploads/upload-store.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import { findImportModel } from '../student-import/store/import-model-store.ts'

/** What somebody asks for on the import page. */
export interface ImportWish {
  readonly upload: Upload
  readonly model: string
  readonly dryRun: boolean
  /** The run of the simulation whose figures were shown. */
  readonly simulation: number | null
  readonly author: string
  readonly address: string
  readonly trigger: 'manual' | 'api'
  /** Where the report of an import goes; a simulation is read on the screen. */
  readonly reportTo: readonly string[]
}

export type ImportRefusal =
  | BatchRefusal
  | { readonly code: 'UNKNOWN_MODEL'; readonly message: Text }
  | { readonly code: 'INVALID_FIELDS'; readonly path: 'model' | 'simulation'; readonly message: Text }

export type ImportOutcome =
  | { readonly ok: true; readonly runId: number }
  | { readonly ok: false; readonly refusal: ImportRefusal }

/** Asks for a run that simulates or imports an upload. The same upload is imported by one run at a time. */
export async function requestImport(
  place: {
    readonly db: Queryable
    readonly requestRun: (request: RunRequest) => Promise<RequestOutcome>
    /** Keys for what must be encrypted are configured. */
    readonly canEncrypt: boolean
  },
  wish: ImportWish,
): Promise<ImportOutcome> {
  const { db } = place
  const { upload, dryRun, simulation } = wish
  const refusal = (await modelRefusal(place, wish.model)) ?? (await simulationRefusal(db, wish))
  if (refusal !== null) return { ok: false, refusal }
  if (!dryRun && !(await claimUpload(db, upload.id))) return { ok: false, refusal: alreadyAsked(upload) }

  const outcome = await place
    .requestRun({
      code: 'IMP_MAN',
      trigger: wish.trigger,
      requestedBy: wish.author,
      address: wish.address,
      parameters: {
        uploadId: upload.id,
        fileName: upload.fileName,
        model: wish.model,
        dryRun,
        simulation: dryRun ? null : simulation,
        reportTo: dryRun ? [] : wish.reportTo,
      },
    })
    // The run says from now on that the upload is being imported.
    .finally(() => db.query('update upload set asked_at = null where id = $1', [upload.id]))
  if (!outcome.ok) return outcome
  await recordAudit(db, {
    actor: wish.author,
    action: 'import.requested',
    subject: `run:${outcome.runId}`,
    application: 'health',
    address: wish.address,
    detail: { fileName: upload.fileName, sha256: upload.sha256, model: wish.model, dryRun, simulation },
  })
  return outcome
}

async function modelRefusal(
  { db, canEncrypt }: { readonly db: Queryable; readonly canEncrypt: boolean },
  code: string,
): Promise<ImportRefusal | null> {
  const model = await findImportModel(db, code)
  if (model === null)
    return {
      code: 'UNKNOWN_MODEL',
      message: {
        fr: `Aucun modèle d'importation ne s'appelle ${code}`,
        en: `No import model is called ${code}`,
      },
    }
  const refused = (message: Text): ImportRefusal => ({ code: 'INVALID_FIELDS', path: 'model', message })
  if (!model.active)
    return refused({
      fr: `Le modèle d'importation ${code} est inactif : choisissez-en un autre`,
      en: `Import model ${code} is inactive: choose another one`,
    })
  if (model.keepNir && !canEncrypt) return refused(nirNeedsKeys(code))
  return null
}

/** Why a model that keeps the NIR cannot be used, and what to do. */
export function nirNeedsKeys(code: string): Text {
  return {
    fr: `Le modèle ${code} conserve le NIR, qui doit être chiffré : demandez à l'exploitant de régler NOCTURNE_ENCRYPTION_KEYS (openssl rand -base64 32), ou ne conservez pas le NIR`,
    en: `Model ${code} keeps the NIR, which must be encrypted: have NOCTURNE_ENCRYPTION_KEYS set (openssl rand -base64 32), or do not keep the NIR`,
  }
}

async function simulationRefusal(db: Queryable, wish: ImportWish): Promise<ImportRefusal | null> {
  const { simulation, upload } = wish
  if (simulation === null || wish.dryRun) return null
  const exchange = await findExchangeOfRun(db, simulation)
  const ofThis =
    exchange?.state === 'simulated' &&
    exchange.sha256 === upload.sha256 &&
    exchange.parameters.model === wish.model
  if (ofThis) return null
  return {
    code: 'INVALID_FIELDS',
    path: 'simulation',
    message: {
      fr: `L'exécution ${simulation} n'est pas une simulation de ce fichier avec ce modèle : simulez de nouveau`,
      en: `Run ${simulation} is no simulation of this file with this model: simulate again`,
    },
  }
}

/** Between the claim and the run that follows it, seconds at the most; a claim whose process died is worth nothing. */
async function claimUpload(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update upload set asked_at = clock_timestamp()
     where id = $1 and (asked_at is null or asked_at < clock_timestamp() - interval '15 seconds')
       and not exists (
         select from batch_run
         where batch_code = 'IMP_MAN' and state in ('queued', 'running')
           and parameters ->> 'uploadId' = $1 and (parameters ->> 'dryRun')::boolean is not true)`,
    [id],
  )
  return rowCount === 1
}

function alreadyAsked({ fileName }: Upload): ImportRefusal {
  return {
    code: 'ALREADY_REQUESTED',
    message: {
      fr: `L'import de ${fileName} est déjà demandé`,
      en: `The import of ${fileName} has already been requested`,
    },
  }
}
