import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isProblem } from './api-problem.ts'

/**
 * Wherever the server says « not signed in » (401) or « maintenance », the session is asked for again; what the
 * session query then finds decides which page is shown (src/app/signed-in.tsx). No call redirects by itself.
 */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== 'session') askForSession(error)
    },
  }),
  mutationCache: new MutationCache({
    onError: (error, _variables, _result, mutation) => {
      if (mutation.options.mutationKey?.[0] !== 'session') askForSession(error)
    },
  }),
  defaultOptions: {
    queries: {
      // The server may well be on this machine or network: what the browser believes of the Internet decides nothing.
      networkMode: 'always',
      // Events say when something changed (src/lib/events.ts); this is for what they do not tell.
      staleTime: 15_000,
      // A refusal stays a refusal; only silence and failures of the server are worth another try.
      retry: (count, error) => count < 2 && isProblem(error) && (error.status === 0 || error.status >= 502),
    },
    // Offline, a launch fails at once; kept for later, it would start unasked when the network is back.
    mutations: { retry: false, networkMode: 'always' },
  },
})

function askForSession(error: unknown): void {
  if (!isProblem(error)) return
  // A wrong password is a 401 too, and no end of the session.
  const signedOut = error.status === 401 && error.code !== 'WRONG_CREDENTIALS'
  if (signedOut || error.code === 'MAINTENANCE') {
    void queryClient.invalidateQueries({ queryKey: ['session'] })
  }
}
