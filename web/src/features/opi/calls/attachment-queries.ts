import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type {
  AttachmentPage,
  AttachmentRetry,
  AttachmentSummary,
  OpiAttachmentState,
  QueuedAttachment,
} from '../../../../../src/api/schemas/admissions-opi-files.ts'
import { api } from '../../../lib/api-client.ts'
import { opiPath } from './opi-queries.ts'

export type { OpiAttachmentState, QueuedAttachment }

export const attachmentBatch = 'BATCH_ASYNC_OPI_PJ'
const path = `${opiPath}/attachments`
/** Below the batch's own key: a run that ends shows its effect here by itself. */
const key = ['batch', attachmentBatch, 'attachments'] as const

export function useAttachmentSummary() {
  return useQuery({
    queryKey: [...key, 'summary'],
    queryFn: ({ signal }) => api.get<AttachmentSummary>(`${path}/summary`, { signal }),
  })
}

/** `piece`: a state, `aside`, or empty: all. */
export function useAttachments({ piece, dossier }: { readonly piece: string; readonly dossier: string }) {
  const query = {
    state: piece === 'aside' ? undefined : piece,
    aside: piece === 'aside' ? 'true' : undefined,
    dossier,
  }
  return useInfiniteQuery({
    queryKey: [...key, 'list', query],
    queryFn: ({ pageParam, signal }) =>
      api.get<AttachmentPage>(path, { query: { ...query, after: pageParam, size: 50 }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** Errors and absent files wait for the next run again. */
export function useRetryAttachments() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: AttachmentRetry) => api.post<{ readonly retried: number }>(`${path}/retry`, body),
    onSettled: () => void client.invalidateQueries({ queryKey: key }),
  })
}
