import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { useRetryOpi } from './calls/opi-acts.ts'
import type { QueuedOpi } from './calls/opi-queries.ts'
import { IdentityWindow } from './identity-window.tsx'
import { opiTexts } from './texts.ts'

/** Causes on which only a person can decide. */
const undecided = ['homonym', 'several-records', 'identity-conflict']

/** What may be done with one error. */
export function OpiActs({ opi }: { readonly opi: QueuedOpi }) {
  const texts = useTexts(opiTexts)
  const administrator = useMay()('admissions', 'administrator')
  const retry = useRetryOpi()
  const [deciding, setDeciding] = useState(false)
  if (opi.state !== 'error') return null
  const { applicationId, dossierNo, formation, quarantinedAt, cause } = opi
  const aside = quarantinedAt !== null
  return (
    <>
      <Group gap="xs" justify="flex-end" wrap="nowrap">
        {administrator && cause !== null && undecided.includes(cause) && (
          <Button size="xs" aria-label={texts.decideOf(dossierNo)} onClick={() => setDeciding(true)}>
            {texts.decide}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          aria-label={(aside ? texts.releaseOf : texts.retryOf)(dossierNo, formation.code)}
          loading={retry.isPending}
          onClick={() =>
            retry.mutate(
              { applicationIds: [applicationId] },
              { onSuccess: ({ retried }) => tell(texts.retried(retried)) },
            )
          }
        >
          {aside ? texts.release : texts.retry}
        </Button>
      </Group>
      <ProblemAlert error={retry.error} />
      <IdentityWindow opi={opi} opened={deciding} onClose={() => setDeciding(false)} />
    </>
  )
}
