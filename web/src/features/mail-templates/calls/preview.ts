import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type {
  TemplatePreview,
  TemplatePreviewQuestion,
} from '../../../../../src/api/schemas/admissions-mail-templates.ts'
import { api } from '../../../lib/api-client.ts'
import { mailTemplatePath } from './templates-query.ts'

/** The mail that a draft would make; the one before stays until the next has come. */
export function useTemplatePreview(code: string, question: TemplatePreviewQuestion) {
  return useQuery({
    queryKey: ['mail-template-preview', code, question],
    queryFn: ({ signal }) =>
      api.post<TemplatePreview>(`${mailTemplatePath(code)}/preview`, question, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  })
}
