import { useQuery } from '@tanstack/react-query'
import type {
  Dossier,
  DossierApplication,
  DossierEventCode,
} from '../../../../../src/api/schemas/admissions-dossiers.ts'
import { api } from '../../../lib/api-client.ts'
import { dossiersPath } from './dossiers-query.ts'

export type { Dossier, DossierApplication, DossierEventCode }

export function useDossier(id: string) {
  return useQuery({
    queryKey: ['dossier', id],
    queryFn: ({ signal }) => api.get<Dossier>(`${dossiersPath}/${id}`, { signal }),
  })
}
