import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type {
  LetterPreview,
  LetterPreviewRequest,
  LetterSample,
} from '../../../../../src/api/schemas/health-letters.ts'
import { api, problemOf, requestHeaders } from '../../../lib/api-client.ts'
import { letterTemplatePath } from './templates-query.ts'

export type { LetterPreview, LetterSample }

/** The pages that a draft would print; the picture before stays until the next has come. */
export function useLetterPreview(kind: string, request: LetterPreviewRequest) {
  return useQuery({
    queryKey: ['letter-preview', kind, request],
    queryFn: ({ signal }) =>
      api.post<LetterPreview>(`${letterTemplatePath(kind)}/preview`, request, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  })
}

/** The same as a PDF, saved by the browser. */
export function usePreviewPdf(kind: string) {
  return useMutation({
    mutationFn: async (request: LetterPreviewRequest) => {
      const response = await fetch(`${letterTemplatePath(kind)}/preview-pdf`, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { ...requestHeaders('POST'), 'content-type': 'application/json' },
        body: JSON.stringify(request),
      })
      if (!response.ok) throw problemOf(response.status, response.statusText, await response.text())
      const address = URL.createObjectURL(await response.blob())
      const link = document.createElement('a')
      link.href = address
      link.download = `apercu-${kind}.pdf`
      link.click()
      // The browser has taken it once the click has been handled.
      setTimeout(() => URL.revokeObjectURL(address), 10_000)
    },
  })
}
