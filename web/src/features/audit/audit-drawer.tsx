import { Drawer, Stack } from '@mantine/core'
import type { AuditEntry } from '../../../../src/api/schemas/audit.ts'
import { useSession } from '../../lib/session.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { uiTexts } from '../../ui/texts.ts'
import { useActionWords } from './action-words.ts'
import { EntryDetail } from './entry-detail.tsx'
import { SubjectLink } from './subject-link.tsx'
import { auditTexts } from './texts.ts'

interface Props {
  readonly entry: AuditEntry | null
  readonly onClose: () => void
}

export function AuditDrawer({ entry, onClose }: Props) {
  const texts = useTexts(auditTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Drawer
      opened={entry !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={entry && texts.entry(entry.id)}
      closeButtonProps={{ 'aria-label': close }}
    >
      {entry && (
        <Stack gap="lg" pb="xl">
          <EntryFacts entry={entry} />
          <EntryDetail detail={entry.detail} />
        </Stack>
      )}
    </Drawer>
  )
}

function EntryFacts({ entry }: { entry: AuditEntry }) {
  const texts = useTexts(auditTexts)
  const words = useActionWords()
  const textOf = useTextOf()
  const { applications } = useSession()
  const application = applications.find(({ code }) => code === entry.application)
  return (
    <KeyValueList
      items={[
        { label: texts.at, value: <DateTime at={entry.at} /> },
        { label: texts.actor, value: entry.actor },
        { label: texts.action, value: `${words(entry.action)} (${entry.action})` },
        { label: texts.subject, value: <SubjectLink subject={entry.subject} /> },
        ...(application ? [{ label: texts.application, value: textOf(application.label) }] : []),
        ...(entry.address ? [{ label: texts.address, value: entry.address }] : []),
      ]}
    />
  )
}
