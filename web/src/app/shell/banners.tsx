import { Alert, Box, Text } from '@mantine/core'
import { IconPlugConnectedX, IconTool } from '@tabler/icons-react'
import { ClosedNotice } from '../../features/consultations/closed-notice.tsx'
import { closedTo } from '../../lib/closed.ts'
import { useLive } from '../../lib/events.ts'
import { labelOf, useSession } from '../../lib/session.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { appTexts } from '../texts.ts'

/** What concerns every page: the stream is down, the installation is in maintenance. */
export function Banners() {
  const texts = useTexts(appTexts)
  const live = useLive()
  const session = useSession()
  const { maintenance } = session
  const textOf = useTextOf()
  // Who is kept out is told on the pages themselves.
  const letIn = session.closed.filter(({ application }) => !closedTo(session, application))
  return (
    <Box role="status">
      {maintenance.on && (
        <Alert color="orange" icon={<IconTool aria-hidden="true" />} title={texts.maintenanceOn} mb="md">
          {maintenance.message && <Text size="sm">{maintenance.message}</Text>}
          {maintenance.by && <Text size="sm">{texts.maintenanceBy(maintenance.by)}</Text>}
        </Alert>
      )}
      {letIn.map(({ application, message, by }) => (
        <Alert
          key={application}
          color="orange"
          icon={<IconTool aria-hidden="true" />}
          title={texts.applicationClosed(textOf(labelOf(session, application)))}
          mb="md"
        >
          {message && <Text size="sm">{message}</Text>}
          {by && <Text size="sm">{texts.maintenanceBy(by.replace('SYSTEM:', ''))}</Text>}
        </Alert>
      ))}
      {live === 'polling' && (
        <Alert color="gray" icon={<IconPlugConnectedX aria-hidden="true" />} mb="md" py="xs">
          {texts.liveLost}
        </Alert>
      )}
      <ClosedNotice />
    </Box>
  )
}
