import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { LetterTemplateEdit, LetterTemplatePage } from '../../../../../src/api/schemas/health-letters.ts'
import { api } from '../../../lib/api-client.ts'
import { letterTemplatePath, letterTemplatesKey } from './templates-query.ts'

/** Saves a wording as the next version. */
export function useSaveTemplate(kind: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (edit: LetterTemplateEdit) => api.put<LetterTemplatePage>(letterTemplatePath(kind), edit),
    onSuccess: (page) => {
      client.setQueryData([...letterTemplatesKey, kind], page)
      return client.invalidateQueries({ queryKey: letterTemplatesKey, exact: true })
    },
  })
}
