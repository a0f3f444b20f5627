import { Alert, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Navigate, useSearchParams } from 'react-router'
import type { SignInOptions } from '../../../../src/api/schemas/session.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import { useSessionQuery } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Elsewhere } from './elsewhere.tsx'
import { LocalForm } from './local-form.tsx'
import { useReturnAddress } from './return-address.ts'
import { signInOptionsQuery } from './sign-in-options.ts'
import { signInTexts } from './texts.ts'

export function SignInPage() {
  const texts = useTexts(signInTexts)
  const to = useReturnAddress()
  const { data: session } = useSessionQuery()
  const options = useQuery(signInOptionsQuery)
  usePageTitle(texts.title)
  // Also after signing in here, and in another tab.
  if (session) return <Navigate to={to} replace />
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>{texts.title}</Title>
        <Text c="dimmed">{texts.lead}</Text>
      </div>
      <Failure />
      {options.isPending && <Skeleton height={230} />}
      {options.error && <ErrorState error={options.error} onRetry={() => void options.refetch()} />}
      {options.data && <Offered options={options.data} />}
    </Stack>
  )
}

function Offered({ options }: { options: SignInOptions }) {
  const texts = useTexts(signInTexts)
  if (options.noAccountYet) {
    return (
      <Alert color="blue" title={texts.noAccountYet}>
        {texts.noAccountYetDetail}
      </Alert>
    )
  }
  return (
    <Stack gap="md">
      {options.maintenance.on && (
        <Alert color="orange" title={texts.maintenance}>
          <Text size="sm">{texts.maintenanceDetail}</Text>
          {options.maintenance.message && <Text size="sm">{options.maintenance.message}</Text>}
        </Alert>
      )}
      <Elsewhere options={options} />
      {options.local && <LocalForm />}
      {options.local && (
        <Text size="sm" c="dimmed">
          {texts.forgotten}
        </Text>
      )}
      {!options.local && !options.oidc && !options.cas && <Text>{texts.nothingOffered}</Text>}
    </Stack>
  )
}

/** An identity provider sends back here with `?problem=CODE` (`signInProblem`) when it, or we, refused. */
function Failure() {
  const texts = useTexts(signInTexts)
  const [search] = useSearchParams()
  const code = search.get('problem')
  if (!code) return null
  const known: Readonly<Record<string, string>> = texts.failures
  return (
    <Alert color="red" role="alert">
      {Object.hasOwn(known, code) ? known[code] : texts.otherFailure}
    </Alert>
  )
}
