import type { RunLine, RunLines } from '../../../../../src/api/schemas/runs.ts'
import { api } from '../../../lib/api-client.ts'

export type { RunLine, RunLines }

export interface LineFilter {
  /** Comma-separated levels; empty: all. */
  readonly level: string
  readonly search: string
}

export interface LinePlace {
  readonly after?: number
  readonly before?: number
  readonly limit?: number
}

/** Beyond every line: `before` it is the end of the log. */
export const pastTheEnd = 2_147_483_647

export function fetchLines(
  id: string,
  place: LinePlace,
  filter: LineFilter,
  signal?: AbortSignal,
): Promise<RunLines> {
  return api.get<RunLines>(`/api/runs/${encodeURIComponent(id)}/lines`, {
    query: { ...place, ...filter },
    ...(signal ? { signal } : {}),
  })
}
