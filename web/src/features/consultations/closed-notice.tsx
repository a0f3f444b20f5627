import { Alert, Button, Group } from '@mantine/core'
import { IconStethoscope } from '@tabler/icons-react'
import { paths } from '../../lib/paths.ts'
import { mayIn } from '../../lib/roles.ts'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { useClosedAutomatically, useNoteRead } from './calls/closed-automatically.ts'
import { consultationsTexts } from './texts.ts'

/** Tells practitioners, until they have read it, that FER_CON closed consultations of theirs (health.md 2.4). */
export function ClosedNotice() {
  const texts = useTexts(consultationsTexts)
  const session = useSession()
  const { data } = useClosedAutomatically(mayIn(session, 'health', 'reader'))
  const read = useNoteRead()
  if (!data || data.count === 0) return null
  const own = `${paths.consultations()}?state=unvalidated&practitioner=${encodeURIComponent(session.account.login)}`
  return (
    <Alert
      color="orange"
      icon={<IconStethoscope aria-hidden="true" />}
      title={texts.closedFor(data.count)}
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
