import { Alert, Button, Group } from '@mantine/core'
import { IconStethoscope } from '@tabler/icons-react'
import { paths } from '../../lib/paths.ts'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { useNoteRead } from './calls/note-read.ts'
import { consultationsTexts } from './texts.ts'

/** Tells practitioners, until they have read it, that FER_CON closed consultations of theirs (health.md 2.4). */
export function ClosedNotice() {
  const texts = useTexts(consultationsTexts)
  // With the session, so that the page does not jump when it comes.
  const { account, closedConsultations } = useSession()
  const read = useNoteRead()
  if (closedConsultations === 0) return null
  const own = `${paths.consultations()}?state=unvalidated&practitioner=${encodeURIComponent(account.login)}`
  return (
    <Alert
      color="orange"
      icon={<IconStethoscope aria-hidden="true" />}
      title={texts.closedFor(closedConsultations)}
      mb="md"
    >
      <Group gap="md">
        <AnchorLink to={own} size="sm">
          {texts.seeThem}
        </AnchorLink>
        <Button variant="default" size="xs" loading={read.isPending} onClick={() => read.mutate()}>
          {texts.haveRead}
        </Button>
      </Group>
    </Alert>
  )
}
