import { Group, Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { WordBadge } from '../../ui/exchange/word-badge.tsx'
import { RelativeTime } from '../../ui/moments.tsx'
import type { RejectionCause, SurveyForm } from './calls/forms-query.ts'
import { formsTexts } from './texts.ts'

/** What the last synchronisation made of a form. */
export function SyncCell({ form: { lastSync, lastSyncAt } }: { readonly form: SurveyForm }) {
  const texts = useTexts(formsTexts)
  if (lastSync === null)
    return (
      <Text c="dimmed" size="sm">
        {texts.never}
      </Text>
    )
  return (
    <>
      <Group gap="xs">
        {lastSync.state === 'failed' && <WordBadge tone="failed">{texts.failed}</WordBadge>}
        <AnchorLink to={paths.run(lastSync.runId)} aria-label={texts.run}>
          <RelativeTime at={lastSyncAt} />
        </AnchorLink>
      </Group>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {lastSync.state === 'failed' ? lastSync.error : <Counts sync={lastSync} />}
      </Text>
    </>
  )
}

function Counts({ sync }: { readonly sync: Extract<SurveyForm['lastSync'], { state: 'done' }> }) {
  const texts = useTexts(formsTexts)
  const causes = Object.entries(sync.rejected) as [RejectionCause, number][]
  const total = causes.reduce((sum, [, count]) => sum + count, 0)
  const words = causes.map(([cause, count]) => `${texts.causes[cause]} : ${count}`).join(', ')
  return (
    <>
      {texts.done(sync.received, sync.inserted + sync.updated)}
      {total > 0 && ` · ${texts.rejected(total)} (${words})`}
    </>
  )
}
