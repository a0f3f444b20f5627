import type { Alert } from './alert.ts'

/**
 * Addresses of the back-office's pages (`web/src/lib/paths.ts`) as the outside sees them; null where the installation
 * does not know its public address.
 */
export interface Pages {
  readonly publicUrl: string | null
}

/** The page on which an alert is looked into. */
export function alertPage(
  { publicUrl }: Pages,
  alert: Pick<Alert, 'kind' | 'runId' | 'batchCode' | 'dueAt'>,
): string | null {
  const { kind, runId, batchCode, dueAt } = alert
  if (kind === 'held' && runId !== null) return page(publicUrl, `imports/${runId}`)
  if (kind === 'missed' && dueAt !== null)
    return page(publicUrl, `batches/${batchCode}/instants/${encodeURIComponent(dueAt.toString())}`)
  return runId === null ? page(publicUrl, `batches/${batchCode}`) : runPage({ publicUrl }, runId)
}

export const runPage = ({ publicUrl }: Pages, runId: number) => page(publicUrl, `runs/${runId}`)
export const batchPage = ({ publicUrl }: Pages, code: string) => page(publicUrl, `batches/${code}`)
export const nightPage = ({ publicUrl }: Pages) => page(publicUrl, '')
export const accountPage = ({ publicUrl }: Pages) => page(publicUrl, 'account')

function page(publicUrl: string | null, path: string): string | null {
  return publicUrl === null ? null : `${publicUrl.replace(/\/+$/, '')}/${path}`
}
