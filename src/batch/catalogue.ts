import type { Application, ApplicationCode } from './application.ts'
import type { Batch } from './define-batch.ts'

/** Every batch that this program has, by its code. */
export type Catalogue = ReadonlyMap<string, CatalogueEntry>

export interface CatalogueEntry {
  readonly batch: Batch
  readonly application: ApplicationCode
}

const codePattern = /^[A-Z][A-Z0-9_]{0,59}$/

/** Throws on a code that is written wrongly or given to two batches: a fault of the program, not of its data. */
export function buildCatalogue(applications: readonly Application[]): Catalogue {
  const catalogue = new Map<string, CatalogueEntry>()
  for (const application of applications)
    for (const batch of application.batches) {
      if (!codePattern.test(batch.code))
        throw new Error(`batch code ${batch.code}: capitals, digits and _, starting with a letter`)
      const other = catalogue.get(batch.code)
      if (other !== undefined)
        throw new Error(
          `two batches are called ${batch.code}, in ${other.application} and ${application.code}`,
        )
      catalogue.set(batch.code, { batch, application: application.code })
    }
  return catalogue
}

export const defaultTimeoutMinutes = 180
export const defaultCatchUp = { policy: 'run', withinMinutes: 12 * 60 } as const
