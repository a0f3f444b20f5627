import { Navigate, Outlet, useLocation } from 'react-router'
import { isProblem } from '../lib/api-problem.ts'
import { closedAltogether } from '../lib/closed.ts'
import { paths } from '../lib/paths.ts'
import { isPlaceForgotten, labelOf, SessionContext, useSessionQuery } from '../lib/session.ts'
import { useTextOf } from '../lib/text-of.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { MaintenancePage } from './maintenance-page.tsx'
import { PageLoading } from './page-loading.tsx'

/** The door of every page but signing in: asks who is there, and sends away with a return address. */
export function SignedIn() {
  const { data: session, error, isPending, refetch } = useSessionQuery()
  const location = useLocation()
  const textOf = useTextOf()
  // Administrators work on during a maintenance; a banner tells them (src/app/shell/banners.tsx).
  if (session?.maintenance.on && !session.administrator) {
    return <MaintenancePage message={session.maintenance.message} />
  }
  const closed = session && closedAltogether(session)
  if (closed) {
    return (
      <MaintenancePage message={closed.message} application={textOf(labelOf(session, closed.application))} />
    )
  }
  if (isProblem(error, 'MAINTENANCE')) return <MaintenancePage message={error.detail ?? null} />
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
  const place = isPlaceForgotten() ? undefined : location.pathname + location.search
  return <Navigate to={paths.signIn(place)} replace />
}
