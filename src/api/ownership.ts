import type { Ownership } from './access.ts'
import { applicationCode } from './schemas/common.ts'
import type { ApiServices } from './services.ts'

/** Which application a batch or a run belongs to: from the catalogue, else from the database. */
export function ownership({ engine, installation }: Pick<ApiServices, 'engine' | 'installation'>): Ownership {
  const { pool } = installation.database
  const known = (value: string | undefined) => applicationCode.safeParse(value).data ?? null
  return {
    async ofBatch(code) {
      const entry = engine.catalogue.get(code)
      if (entry !== undefined) return entry.application
      // A batch that the program has no more keeps its history.
      const { rows } = await pool.query<{ application: string }>(
        'select application from batch where code = $1',
        [code],
      )
      return known(rows[0]?.application)
    },
    async ofRun(id) {
      const { rows } = await pool.query<{ application: string }>(
        'select application from batch_run where id = $1',
        [id],
      )
      return known(rows[0]?.application)
    },
  }
}
