import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { OpenSession } from '../../../../src/api/schemas/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { RelativeTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { deviceOf } from './device.ts'
import { ownSessionsQuery, useCloseSession } from './own-sessions.ts'
import { myAccountTexts } from './texts.ts'

export function SessionsSection() {
  const texts = useTexts(myAccountTexts)
  const { data, error, refetch } = useQuery(ownSessionsQuery)
  return (
    <Section title={texts.sessions} description={texts.sessionsHint}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={2} height={52} />}
      {data && (
        <Stack gap="sm">
          {data.items.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </Stack>
      )}
    </Section>
  )
}

function SessionRow({ session }: { session: OpenSession }) {
  const texts = useTexts(myAccountTexts)
  const close = useCloseSession()
  const [asking, setAsking] = useState(false)
  const device = deviceOf(session.userAgent)
  const name = device ? texts.on(device.browser, device.system) : texts.unknownDevice
  return (
    <Group justify="space-between" gap="xs">
      <div>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {name}
          </Text>
          {session.current && (
            <Badge variant="light" size="sm" tt="none">
              {texts.thisSession}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {texts.lastSeen} <RelativeTime at={session.lastSeenAt} />
          {session.address && ` · ${session.address}`} · {texts.method[session.method]}
        </Text>
      </div>
      {!session.current && (
        <Button
          variant="default"
          size="xs"
          aria-label={texts.closeSessionOf(name)}
          onClick={() => setAsking(true)}
        >
          {texts.closeSession}
        </Button>
      )}
      <ConfirmDialog
        opened={asking}
        title={texts.sessions}
        onClose={() => setAsking(false)}
        loading={close.isPending}
        error={close.error}
        onConfirm={() => close.mutate(session.id, { onSuccess: () => tell(texts.sessionClosed) })}
      >
        {texts.closeSessionQuestion(name)}
      </ConfirmDialog>
    </Group>
  )
}
