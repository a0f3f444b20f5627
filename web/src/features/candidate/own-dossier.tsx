import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { usePageTitle } from '../../lib/page-title.ts'
import { useTexts } from '../../lib/texts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ApplicationCard } from './application-card.tsx'
import { type CandidateDossier, useCandidateSignOut } from './candidate-calls.ts'
import { candidateTexts } from './texts.ts'

/** One's applications: what became of each, and what may be answered. */
export function OwnDossier({ dossier }: { dossier: CandidateDossier }) {
  const texts = useTexts(candidateTexts)
  const signOut = useCandidateSignOut()
  usePageTitle(texts.signInTitle)
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1}>{texts.hello(dossier.firstName)}</Title>
          <Text c="dimmed">{texts.facts(dossier.dossierNo, dossier.campaign)}</Text>
        </div>
        <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {texts.signOut}
        </Button>
      </Group>
      <Title order={2}>{texts.applications}</Title>
      {dossier.applications.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneDetail}</EmptyState>
      ) : (
        dossier.applications.map((application) => (
          <ApplicationCard key={application.id} dossier={dossier} application={application} />
        ))
      )}
    </Stack>
  )
}
