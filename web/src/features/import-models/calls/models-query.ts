import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  ImportModel,
  ImportModelEdit,
  ImportModelList,
  NewImportModel,
} from '../../../../../src/api/schemas/import-models.ts'
import { api } from '../../../lib/api-client.ts'

export type { ImportModel, ImportModelEdit, NewImportModel }

const path = '/api/import-models'
const modelPath = (code: string) => `${path}/${encodeURIComponent(code)}`

export function useImportModels() {
  return useQuery({
    queryKey: ['import-models'],
    queryFn: ({ signal }) => api.get<ImportModelList>(path, { signal }),
  })
}

/** Adds a model (`code: null`: the values name it) or changes one. */
export function useSaveModel() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ code, values }: { code: string | null; values: NewImportModel }) => {
      if (code === null) return api.post<ImportModel>(path, values)
      const { code: _code, ...edit } = values
      return api.patch<ImportModel>(modelPath(code), edit satisfies ImportModelEdit)
    },
    // Not awaited: the window closes first, then its model changes or goes.
    onSuccess: () => void client.invalidateQueries({ queryKey: ['import-models'] }),
  })
}

/** Removes a model that brought nobody; the server refuses the others. */
export function useDeleteModel() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (code: string) => api.delete(modelPath(code)),
    // Not awaited: the window closes first, then its model changes or goes.
    onSuccess: () => void client.invalidateQueries({ queryKey: ['import-models'] }),
  })
}
