import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { AuditPage } from '../../../../src/api/schemas/audit.ts'
import { api } from '../../lib/api-client.ts'
import type { AuditFilters } from './audit-filters.ts'

const pageSize = 50

/** Newest first; each page starts where the one before ended. */
export function auditQuery(filters: AuditFilters) {
  return infiniteQueryOptions({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam }) =>
      api.get<AuditPage>('/api/audit', {
        query: { ...filters, size: pageSize, before: pageParam ?? undefined },
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  })
}
