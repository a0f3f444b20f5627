import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ModelCode, NewModelCode } from '../../../../../src/api/schemas/import-models.ts'
import { api } from '../../../lib/api-client.ts'

export type { ModelCode }

interface ModelCodes {
  readonly items: readonly ModelCode[]
}

const codesPath = (model: string) => `/api/import-models/${encodeURIComponent(model)}/codes`
const codesKey = (model: string) => ['import-models', model, 'codes']

/** What a registry's codes stand for under this model. */
export function useModelCodes(model: string) {
  return useQuery({
    queryKey: codesKey(model),
    queryFn: ({ signal }) => api.get<ModelCodes>(codesPath(model), { signal }),
  })
}

export function useAddCode(model: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (mapping: NewModelCode) => api.post<ModelCodes>(codesPath(model), mapping),
    onSuccess: (codes) => client.setQueryData(codesKey(model), codes),
  })
}

export function useRemoveCode(model: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ nomenclature, sourceCode, itemId }: ModelCode) =>
      api.delete(
        `${codesPath(model)}/${encodeURIComponent(nomenclature)}/${encodeURIComponent(sourceCode)}/${itemId}`,
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: codesKey(model) }),
  })
}
