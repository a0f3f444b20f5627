import { Center, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconTool } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { usePageTitle } from '../lib/page-title.ts'
import { sessionQuery } from '../lib/session.ts'
import { defineTexts, useTexts } from '../lib/texts.ts'

const texts = defineTexts({
  fr: {
    title: 'Maintenance en cours',
    detail:
      'Nocturne est momentanément fermé, sauf à ses administrateurs. Les batches suivent leur programmation.',
    applicationDetail: (application: string) =>
      `L’application « ${application} » est momentanément fermée, sauf à ses administrateurs. Ce que vous aviez enregistré l’est toujours.`,
    again: 'Cette page revient d’elle-même dès que la maintenance est terminée.',
  },
  en: {
    title: 'Maintenance in progress',
    detail: 'Nocturne is closed for the moment, but to its administrators. Batches follow their schedules.',
    applicationDetail: (application: string) =>
      `The application “${application}” is closed for the moment, but to its administrators. What you had saved is still saved.`,
    again: 'This page comes back by itself as soon as the maintenance is over.',
  },
})

interface Props {
  /** What the administrator has to say about it. */
  readonly message: string | null
  /** The application that is closed, in words; absent: the whole installation. */
  readonly application?: string | undefined
  /** In the frame of the other applications' pages, or all there is to see. */
  readonly within?: 'frame' | 'window'
}

const askAgainMs = 10_000

/** The installation, or one application, is closed to this account; asks again every 10 s whether it still is. */
export function MaintenancePage({ message, application, within = 'window' }: Props) {
  const words = useTexts(texts)
  const client = useQueryClient()
  usePageTitle(words.title)
  useEffect(() => {
    const ask = () => void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    const timer = window.setInterval(ask, askAgainMs)
    return () => window.clearInterval(timer)
  }, [client])
  const alone = within === 'window'
  return (
    <Center mih={alone ? '100dvh' : '60dvh'} p="md" {...(alone && { component: 'main' })}>
      <Paper maw={520} p="xl">
        <Stack gap="sm">
          <ThemeIcon size={44} radius="xl" variant="light" color="orange" aria-hidden="true">
            <IconTool size={24} />
          </ThemeIcon>
          <Title order={1}>{words.title}</Title>
          {message && <Text fw={600}>{message}</Text>}
          <Text>{application === undefined ? words.detail : words.applicationDetail(application)}</Text>
          <Text size="sm" c="dimmed">
            {words.again}
          </Text>
        </Stack>
      </Paper>
    </Center>
  )
}
