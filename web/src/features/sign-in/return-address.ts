import { useSearchParams } from 'react-router'

/** Where to go once signed in: only into this back-office, whatever the address says. */
export function useReturnAddress(): string {
  const [search] = useSearchParams()
  const wanted = search.get('to') ?? '/'
  return /^\/(?![/\\])/.test(wanted) ? wanted : '/'
}
