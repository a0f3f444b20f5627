import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api-client.ts'
import { itemsPath, type NomenclatureItem } from './items-query.ts'

interface NewItem {
  readonly code: string
  readonly label: string
  readonly parentId: number | null
}

export function useAddItem(nomenclature: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (item: NewItem) => api.post<NomenclatureItem>(itemsPath(nomenclature), item),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['nomenclatures'] }),
  })
}

/** Another label, or out of use and back; the code stays. */
export function useChangeItem(nomenclature: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...edit }: { id: number; label?: string; active?: boolean }) =>
      api.patch<NomenclatureItem>(`${itemsPath(nomenclature)}/${id}`, edit),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['nomenclatures'] }),
  })
}
