import type { Queryable } from '../../platform/database.ts'
import {
  type ExchangeSummary,
  summaryColumns,
  summaryJoins,
  unfinishedColumn,
} from '../command-file/exchange-summary.ts'
import type { CommandFileDigest } from '../command-file/file-digest.ts'
import type { LoadOffice } from './load-kind.ts'
import { kindOfTool, toolsOf } from './load-kinds.ts'

/** One file's load, as lists show it. */
export interface LoadSummary extends ExchangeSummary {
  readonly kind: string
}

export interface LoadDetails extends LoadSummary {
  readonly bytes: number | null
  readonly sha256: string | null
  readonly digest: Partial<CommandFileDigest>
  /** Its run has ended before the file: the next load goes on with it. */
  readonly unfinished: boolean
  /** What was sent, while it is still there. */
  readonly upload: { readonly id: string; readonly owner: number } | null
}

const loadColumns = `${kindOfTool('exchange.tool')} as kind, ${summaryColumns}`

/** Loads and simulations of all kinds, newest first, from below `before`; one more than `size` when there are older ones. */
export async function readLoads(
  db: Queryable,
  office: LoadOffice,
  { before, size }: { readonly before: number | null; readonly size: number },
): Promise<LoadSummary[]> {
  const { rows } = await db.query<LoadSummary>(
    `select ${loadColumns}
     from (
       select one.* from unnest($1::text[]) as tool (code)
       cross join lateral (
         select * from file_exchange
         where file_exchange.tool = tool.code and application = $4 and ($2::bigint is null or id < $2)
         order by id desc limit $3) one
       order by one.id desc limit $3) exchange
     ${summaryJoins}
     order by exchange.id desc`,
    [toolsOf(office), before, size + 1, office.application],
  )
  return rows
}

/** What became of the file of a run (of several, the last), or null where it loaded none. */
export async function readLoad(
  db: Queryable,
  office: LoadOffice,
  runId: number,
): Promise<LoadDetails | null> {
  const { rows } = await db.query<LoadDetails>(
    `select ${loadColumns}, exchange.bytes, exchange.sha256, exchange.report as digest,
            ${unfinishedColumn},
            (select json_build_object('id', upload.id, 'owner', upload.owner) from upload
             where upload.id = exchange.parameters ->> 'uploadId') as upload
     from file_exchange exchange
     ${summaryJoins}
     where exchange.run_id = $1 and exchange.application = $3 and exchange.tool = any ($2)
     order by exchange.position desc limit 1`,
    [runId, toolsOf(office), office.application],
  )
  return rows[0] ?? null
}
