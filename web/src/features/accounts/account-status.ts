import type { Account } from '../../../../src/api/schemas/accounts.ts'

export const accountFilters = ['all', 'enabled', 'invited', 'disabled'] as const
export type AccountFilter = (typeof accountFilters)[number]

/** Invited: may enter, and has not yet; a link waits. */
export function statusOf(account: Account): Exclude<AccountFilter, 'all'> {
  if (!account.enabled) return 'disabled'
  return account.invitedUntil && !account.lastSignInAt ? 'invited' : 'enabled'
}

/** Every word of the search must occur somewhere, whatever its case and accents. */
export function matches(account: Account, search: string, filter: string): boolean {
  if (filter !== 'all' && statusOf(account) !== filter) return false
  const text = plain(`${account.login} ${account.name} ${account.email ?? ''}`)
  return plain(search)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
