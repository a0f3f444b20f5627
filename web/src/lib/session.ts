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

let placeForgotten = false

/** Puts in place what signing in answered. */
export function enterSession(client: QueryClient, session: Session): void {
  placeForgotten = false
  setCsrfToken(session.csrfToken)
  client.setQueryData(sessionQuery.queryKey, session)
  // The page that signs in is still there, and must not ask again for what it shows.
  client.removeQueries({ type: 'inactive', predicate: isNotSession })
}

/**
 * Forgets the session and all that was fetched in it. Whoever leaves on purpose does not want the next person to land
 * on their page; whoever is put out for want of activity wants to come back to it.
 *
 * Not by `client.clear()`: those who watch the session query would be left watching a removed one.
 */
export function leaveSession(client: QueryClient, place: 'kept' | 'forgotten'): void {
  placeForgotten = place === 'forgotten'
  setCsrfToken(undefined)
  client.setQueryData(sessionQuery.queryKey, null)
  client.removeQueries({ predicate: isNotSession })
}

/** Whether signing in again should lead back to where one was. */
export function isPlaceForgotten(): boolean {
  return placeForgotten
}

function isNotSession(query: { queryKey: readonly unknown[] }): boolean {
  return query.queryKey[0] !== sessionQuery.queryKey[0]
}

export const SessionContext = createContext<Session | null>(null)

/** The session, in pages that only those see who are signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside of the pages of a session')
  return session
}

/** An application in words, as the server names it. */
export function labelOf(session: Session, application: string): Session['applications'][number]['label'] {
  const known = session.applications.find(({ code }) => code === application)
  return known?.label ?? { fr: application, en: application }
}
