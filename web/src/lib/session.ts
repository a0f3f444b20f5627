import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { Session } from '../../../src/api/schemas/session.ts'
import { api, setCsrfToken } from './api-client.ts'
import { isProblem } from './api-problem.ts'

export type { Session }

/** Who is signed in here, or null. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: fetchSession,
  staleTime: 60_000,
})

async function fetchSession(): Promise<Session | null> {
  try {
    const session = await api.get<Session>('/api/session')
    setCsrfToken(session.csrfToken)
    return session
  } catch (error) {
    if (!isProblem(error) || error.status !== 401) throw error
    setCsrfToken(undefined)
    return null
  }
}

export function useSessionQuery() {
  return useQuery(sessionQuery)
}

/** Puts in place what signing in answered. */
export function enterSession(client: QueryClient, session: Session): void {
  changeSession(client, session)
}

export function leaveSession(client: QueryClient): void {
  changeSession(client, null)
}

/**
 * Forgets what another person's pages had fetched. Not by `client.clear()`: those who watch the session query would
 * be left watching a removed one.
 */
function changeSession(client: QueryClient, session: Session | null): void {
  setCsrfToken(session?.csrfToken)
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] })
  client.setQueryData(sessionQuery.queryKey, session)
}

export const SessionContext = createContext<Session | null>(null)

/** The session, in pages that only those see who are signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside of the pages of a session')
  return session
}
