import { Center, Paper, Stack, Text, Title } from '@mantine/core'
import type { Maintenance } from '../../../src/api/schemas/session.ts'
import type { ApiProblem } from '../lib/api-problem.ts'
import { usePageTitle } from '../lib/page-title.ts'
import { defineTexts, useTexts } from '../lib/texts.ts'

const texts = defineTexts({
  fr: {
    title: 'Maintenance en cours',
    detail:
      'Nocturne est momentanément fermé. Les batches déjà lancés vont à leur terme ; aucun autre ne démarre.',
    again: 'Cette page revient d’elle-même dès que la maintenance est terminée.',
  },
  en: {
    title: 'Maintenance in progress',
    detail: 'Nocturne is closed for the moment. Batches already running come to their end; no other starts.',
    again: 'This page comes back by itself as soon as the maintenance is over.',
  },
})

interface Props {
  readonly problem?: ApiProblem
  readonly maintenance?: Maintenance
}

/** The server is closed to this account; `SignedIn` asks again every 10 s while it is shown. */
export function MaintenancePage({ problem, maintenance }: Props) {
  const words = useTexts(texts)
  usePageTitle(words.title)
  const message = maintenance?.message ?? problem?.detail
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper maw={520} p="xl">
        <Stack gap="sm">
          <Title order={1}>{words.title}</Title>
          <Text>{words.detail}</Text>
          {message && <Text fw={600}>{message}</Text>}
          <Text size="sm" c="dimmed">
            {words.again}
          </Text>
        </Stack>
      </Paper>
    </Center>
  )
}
