import { useQuery } from '@tanstack/react-query'
import type {
  LetterKind,
  LetterTemplateList,
  LetterTemplatePage,
} from '../../../../../src/api/schemas/health-letters.ts'
import { api } from '../../../lib/api-client.ts'

export type { LetterKind, LetterTemplatePage }

export const letterTemplatesKey = ['letter-templates']

export function letterTemplatePath(kind: string): string {
  return `/api/health/letter-templates/${encodeURIComponent(kind)}`
}

/** The letters, with the version of each that is in force. */
export function useLetterTemplates() {
  return useQuery({
    queryKey: letterTemplatesKey,
    queryFn: ({ signal }) => api.get<LetterTemplateList>('/api/health/letter-templates', { signal }),
  })
}

/** One letter with its versions. */
export function useLetterTemplate(kind: string) {
  return useQuery({
    queryKey: [...letterTemplatesKey, kind],
    queryFn: ({ signal }) => api.get<LetterTemplatePage>(letterTemplatePath(kind), { signal }),
  })
}
