import { Navigate, Outlet, useLocation } from 'react-router'
import { isProblem } from '../lib/api-problem.ts'
import { paths } from '../lib/paths.ts'
import { SessionContext, useSessionQuery } from '../lib/session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { MaintenancePage } from './maintenance-page.tsx'
import { PageLoading } from './page-loading.tsx'

/** The door of every page but signing in: asks who is there, and sends away with a return address. */
export function SignedIn() {
  const { data: session, error, isPending, refetch } = useSessionQuery()
  const location = useLocation()
  if (isProblem(error, 'MAINTENANCE')) return <MaintenancePage problem={error} />
  // What is known stays on the screen while the server is silent; the shell's banner says so.
  if (session) {
    return (
      <SessionContext value={session}>
        <Outlet />
      </SessionContext>
    )
  }
  if (isPending) return <PageLoading />
  if (error) {
    return (
      <main style={{ maxWidth: '40rem', margin: '20vh auto', padding: '1rem' }}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </main>
    )
  }
  return <Navigate to={paths.signIn(location.pathname + location.search)} replace />
}
