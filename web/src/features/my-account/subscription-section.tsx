import { Alert, Button, Checkbox, Group, Stack, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { AlertKind, Subscription } from '../../../../src/api/schemas/alerts.ts'
import { applicationCodesIn } from '../../lib/applications.ts'
import { useSession } from '../../lib/session.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { subscriptionQuery, useSaveSubscription } from './subscription.ts'
import { myAccountTexts } from './texts.ts'

const kinds = ['failed', 'interrupted', 'held', 'missed', 'slow'] as const satisfies readonly AlertKind[]

export function SubscriptionSection() {
  const texts = useTexts(myAccountTexts)
  const { account } = useSession()
  const { data, error, refetch } = useQuery(subscriptionQuery)
  return (
    <Section title={texts.alerts} description={texts.alertsHint}>
      {!account.email && <Alert color="orange">{texts.noEmail}</Alert>}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={7} height={36} />}
      {data && <SubscriptionForm key={JSON.stringify(data)} saved={data} />}
    </Section>
  )
}

function SubscriptionForm({ saved }: { saved: Subscription }) {
  const texts = useTexts(myAccountTexts)
  const textOf = useTextOf()
  const session = useSession()
  const save = useSaveSubscription()
  const [wanted, setWanted] = useState(saved)
  const change = (part: Partial<Subscription>) => setWanted((before) => ({ ...before, ...part }))
  const changed = JSON.stringify(wanted) !== JSON.stringify(saved)
  const validTime = /^([01]\d|2[0-3]):[0-5]\d$/.test(wanted.summaryTime)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (validTime) save.mutate(wanted, { onSuccess: () => tell(texts.saved) })
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Checkbox.Group
          label={texts.alertKinds}
          value={wanted.kinds}
          onChange={(values) => change({ kinds: kinds.filter((kind) => values.includes(kind)) })}
        >
          <Stack gap="xs" mt="xs">
            {kinds.map((kind) => (
              <Checkbox key={kind} value={kind} label={texts.kinds[kind]} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Checkbox.Group
          label={texts.alertApplications}
          description={texts.alertApplicationsHint}
          value={wanted.applications ?? []}
          onChange={(values) =>
            change({ applications: values.length > 0 ? [...applicationCodesIn(values)] : null })
          }
        >
          <Group gap="md" mt="xs">
            {session.applications.map(({ code, label }) => (
              <Checkbox key={code} value={code} label={textOf(label)} />
            ))}
          </Group>
        </Checkbox.Group>
        <Switch
          label={texts.summary}
          checked={wanted.summary}
          onChange={(event) => change({ summary: event.currentTarget.checked })}
        />
        {wanted.summary && (
          <Group gap="lg" align="flex-end">
            <TextInput
              label={texts.summaryTime}
              type="time"
              w={200}
              value={wanted.summaryTime}
              onChange={(event) => change({ summaryTime: event.currentTarget.value })}
              error={!validTime && texts.summaryTimeError}
            />
            <Checkbox
              mb={8}
              label={texts.summaryWhenQuiet}
              checked={wanted.summaryWhenQuiet}
              onChange={(event) => change({ summaryWhenQuiet: event.currentTarget.checked })}
            />
          </Group>
        )}
        <ProblemAlert error={save.error} />
        <Group justify="flex-end">
          <Button type="submit" disabled={!changed} loading={save.isPending}>
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
