import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { NomenclatureImport } from '../../../../../src/api/schemas/import-models.ts'
import { api } from '../../../lib/api-client.ts'
import { itemsPath } from './items-query.ts'

export type { NomenclatureImport }

/** Shows what a CSV file would do (`dryRun`), or takes it in. */
export function useImportItems(nomenclature: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ file, dryRun }: { file: File; dryRun: boolean }) =>
      // As bytes: the browser would send the type that it guesses from the file's name.
      api.post<NomenclatureImport>(`${itemsPath(nomenclature)}/import`, new Blob([file]), {
        query: { dryRun },
        headers: { 'content-type': 'text/csv' },
      }),
    onSuccess: ({ dryRun }) =>
      dryRun ? undefined : client.invalidateQueries({ queryKey: ['nomenclatures'] }),
  })
}
