import { Button, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { isProblem } from '../../lib/api-problem.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { InvitationForm } from './invitation-form.tsx'
import { invitationQuery } from './invitation-query.ts'
import { invitationTexts } from './texts.ts'

/** A one-time link: the first administrator, an invited person, or somebody who forgot their password. */
export function InvitationPage() {
  const texts = useTexts(invitationTexts)
  const { token = '' } = useParams()
  const { data: invitation, error, refetch } = useQuery(invitationQuery(token))
  usePageTitle(texts.titles[invitation?.purpose ?? 'invitation'])
  if (isProblem(error) && (error.status === 404 || error.status === 410)) return <Expired />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!invitation) return <Skeleton height={420} />
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>{texts.titles[invitation.purpose]}</Title>
        <Text c="dimmed">{texts.leads[invitation.purpose]}</Text>
      </div>
      <InvitationForm token={token} invitation={invitation} />
    </Stack>
  )
}

function Expired() {
  const texts = useTexts(invitationTexts)
  usePageTitle(texts.expiredTitle)
  return (
    <Stack gap="md" align="flex-start">
      <Title order={1}>{texts.expiredTitle}</Title>
      <Text>{texts.expiredDetail}</Text>
      <Button component={Link} to={paths.signIn()} variant="default">
        {texts.toSignIn}
      </Button>
    </Stack>
  )
}
