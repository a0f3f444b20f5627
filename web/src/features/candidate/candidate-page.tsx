import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { isProblem } from '../../lib/api-problem.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { dossierQuery } from './candidate-calls.ts'
import { CandidateSignIn } from './candidate-sign-in.tsx'
import { ClosedCard } from './closed-card.tsx'
import { OwnDossier } from './own-dossier.tsx'

/** `/candidate`: signing in, then one's own dossier. */
export function CandidatePage() {
  const { data: dossier, error, refetch } = useQuery(dossierQuery)
  // What is shown stays while the server is silent or closed: nothing that is typed is lost.
  if (dossier) return <OwnDossier dossier={dossier} />
  if (dossier === null) return <CandidateSignIn />
  if (isProblem(error, 'MAINTENANCE')) return <ClosedCard message={error.detail ?? null} />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return <Skeleton height={320} />
}
