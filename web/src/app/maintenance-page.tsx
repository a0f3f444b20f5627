import { Center, Paper, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { usePageTitle } from '../lib/page-title.ts'
import { sessionQuery } from '../lib/session.ts'
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
  /** What the administrator has to say about it. */
  readonly message: string | null
}

const askAgainMs = 10_000

/** The installation is closed to this account; asks again every 10 s whether it still is. */
export function MaintenancePage({ message }: Props) {
  const words = useTexts(texts)
  const client = useQueryClient()
  usePageTitle(words.title)
  useEffect(() => {
    const ask = () => void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    const timer = window.setInterval(ask, askAgainMs)
    return () => window.clearInterval(timer)
  }, [client])
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
