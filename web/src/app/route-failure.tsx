import { Button, Container, Stack, Text, Title } from '@mantine/core'
import { useRouteError } from 'react-router'
import { usePageTitle } from '../lib/page-title.ts'
import { useTexts } from '../lib/texts.ts'
import { appTexts } from './texts.ts'

/** What failed is the page itself: a bug, or a part of it that a newer version has replaced on the server. */
export function RouteFailure() {
  const texts = useTexts(appTexts)
  const error = useRouteError()
  const stale = error instanceof TypeError && /import|module/i.test(error.message)
  const title = stale ? texts.newVersionTitle : texts.crashTitle
  usePageTitle(title)
  return (
    <Container size="xs" py="xl">
      <Stack role="alert" gap="sm" align="flex-start">
        <Title order={1}>{title}</Title>
        <Text>{stale ? texts.newVersionDetail : texts.crashDetail}</Text>
        {!stale && error instanceof Error && (
          <Text size="sm" c="dimmed" ff="monospace">
            {error.message}
          </Text>
        )}
        <Button onClick={() => window.location.reload()}>{texts.reload}</Button>
      </Stack>
    </Container>
  )
}
