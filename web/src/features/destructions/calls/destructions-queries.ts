import { useQuery } from '@tanstack/react-query'
import type {
  DestroyedKind,
  DestructionList,
  DestructionReport,
} from '../../../../../src/api/schemas/admissions-destructions.ts'
import { api } from '../../../lib/api-client.ts'

export type { DestroyedKind, DestructionList, DestructionReport }

const path = '/api/admissions/destructions'
// What runs of BATCH_DESTRUCT_DOSSIER change is heard under `runs`.
const key = ['runs', 'destructions']

export function useDestructions() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<DestructionList>(path, { signal }),
  })
}

export function useDestruction(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => api.get<DestructionReport>(reportPath(id), { signal }),
  })
}

/** Its JSON, to be kept elsewhere. */
export const reportPath = (id: string | number) => `${path}/${encodeURIComponent(id)}`
