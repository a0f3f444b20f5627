import { Center, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconTool } from '@tabler/icons-react'
import { usePageTitle } from '../../lib/page-title.ts'
import { useTexts } from '../../lib/texts.ts'
import { candidateTexts } from './texts.ts'

/** What a candidate sees who comes during a maintenance. */
export function ClosedCard({ message }: { message: string | null }) {
  const texts = useTexts(candidateTexts)
  usePageTitle(texts.maintenanceTitle)
  return (
    <Center mih="50dvh">
      <Paper maw={520} p="xl">
        <Stack gap="sm">
          <ThemeIcon size={44} radius="xl" variant="light" color="orange" aria-hidden="true">
            <IconTool size={24} />
          </ThemeIcon>
          <Title order={1}>{texts.maintenanceTitle}</Title>
          {message && <Text fw={600}>{message}</Text>}
          <Text>{texts.maintenanceDetail}</Text>
          <Text size="sm" c="dimmed">
            {texts.maintenanceAgain}
          </Text>
        </Stack>
      </Paper>
    </Center>
  )
}
