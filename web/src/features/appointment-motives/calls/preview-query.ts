import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { MailPreview, MailPreviewQuestion } from '../../../../../src/api/schemas/health-appointments.ts'
import { api } from '../../../lib/api-client.ts'
import { motivesPath } from './motives-query.ts'

const pauseMs = 250

/** The mail of a fictional appointment, as the server would write it, while one types. */
export function useMailPreview(question: MailPreviewQuestion) {
  const [asked] = useDebouncedValue(question, pauseMs)
  return useQuery({
    queryKey: ['appointment-mail-preview', asked],
    queryFn: ({ signal }) => api.post<MailPreview>(`${motivesPath}/mail-preview`, asked, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
}
