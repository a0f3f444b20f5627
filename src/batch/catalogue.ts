import type { Application, ApplicationCode } from './application.ts'
import type { Batch } from './define-batch.ts'
import type { Place } from './run-context.ts'

/** Every batch that this program has, by its code. */
export type Catalogue = ReadonlyMap<string, CatalogueEntry>

export interface CatalogueEntry {
  readonly batch: Batch
  readonly application: ApplicationCode
}

const codePattern = /^[A-Z][A-Z0-9_]{0,59}$/

/**
 * Throws on a code or another name that is written wrongly or given to two batches: a fault of the program, not of its
 * data. The catalogue is by code alone; `canonicalCode` knows the other names. With `place`, without the batches that this
 * installation does not have.
 */
export function buildCatalogue(applications: readonly Application[], place?: Place): Catalogue {
  const catalogue = new Map<string, CatalogueEntry>()
  const owners = new Map<string, CatalogueEntry>()
  for (const application of applications)
    for (const batch of application.batches) {
      const entry = { batch, application: application.code }
      for (const name of [batch.code, ...(batch.aliases ?? [])]) {
        if (!codePattern.test(name))
          throw new Error(`batch code ${name}: capitals, digits and _, starting with a letter`)
        const other = owners.get(name)
        if (other !== undefined)
          throw new Error(`two batches are called ${name}, in ${other.application} and ${application.code}`)
        owners.set(name, entry)
      }
      if (place === undefined || (batch.exists?.(place) ?? true)) catalogue.set(batch.code, entry)
    }
  return catalogue
}

/** The code of the batch that is known by this name; a name that nobody has is given back as it is. */
export function canonicalCode(catalogue: Catalogue, name: string): string {
  if (catalogue.has(name)) return name
  for (const [code, { batch }] of catalogue) if (batch.aliases?.includes(name)) return code
  return name
}

export const defaultTimeoutMinutes = 180
export const defaultCatchUp = { policy: 'run', withinMinutes: 12 * 60 } as const
