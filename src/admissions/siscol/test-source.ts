import { type SiscolSource, SourceFailure } from './source/siscol-source.ts'
import { referenceTable } from './tables.ts'

export interface TestedSource {
  readonly ok: boolean
  readonly version: string | null
  /** Why it does not answer, in French, without secrets. */
  readonly error: string | null
}

/** Opens the source, reads its version and the first department: what it takes to be of use. Closes it. */
export async function testSource(source: SiscolSource): Promise<TestedSource> {
  try {
    const version = await source.version()
    const rows = await source.read(referenceTable('dept')!)
    if (rows !== null) for await (const _ of rows) break
    return { ok: true, version, error: null }
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error
    return { ok: false, version: null, error: error.message }
  } finally {
    await source.close()
  }
}
