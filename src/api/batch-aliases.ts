import type { FastifyRequest } from 'fastify'
import { type Catalogue, canonicalCode } from '../batch/catalogue.ts'

/** Where a request names a batch by another of its names, it goes on as if it had given its code. */
export function useCanonicalCode(request: FastifyRequest, catalogue: Catalogue): void {
  const { url } = request.routeOptions
  if (url === undefined) return
  if (url.startsWith('/api/batches/:code')) replace(request.params, 'code', catalogue)
  else if (url.startsWith('/api/runs')) replace(request.query, 'batch', catalogue)
}

function replace(values: unknown, name: string, catalogue: Catalogue): void {
  if (typeof values !== 'object' || values === null) return
  const given = (values as Record<string, unknown>)[name]
  if (typeof given === 'string') (values as Record<string, unknown>)[name] = canonicalCode(catalogue, given)
}
