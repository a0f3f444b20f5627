import { Button, Stack } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { SettingRow } from '../../ui/setting/setting-row.tsx'
import { tell } from '../../ui/tell.ts'
import { AlarmsSection } from './alarms-section.tsx'
import { type DropState, useDropState } from './calls/drop-query.ts'
import { usePull } from './calls/pull.ts'
import { DropVerdict } from './drop-verdict.tsx'
import { HowToFeed } from './how-to-feed.tsx'
import { LocksSection } from './locks-section.tsx'
import { PullsSection } from './pulls-section.tsx'
import { QuarantineSection } from './quarantine-section.tsx'
import { dropTexts } from './texts.ts'
import { WaitingSection } from './waiting-section.tsx'

/** Where other systems leave their files: what waits there, why, and what was taken. */
export function DropPage() {
  const texts = useTexts(dropTexts)
  const { data, error, refetch } = useDropState()
  const pull = usePull()
  return (
    <>
      <PageHeader
        title={texts.title}
        description={texts.description}
        actions={
          data?.actions.pull && (
            <Button
              leftSection={<IconDownload size={18} aria-hidden="true" />}
              loading={pull.isPending}
              onClick={() => pull.mutate(undefined, { onSuccess: () => tell(texts.pullAsked) })}
            >
              {texts.pullNow}
            </Button>
          )
        }
      />
      <Stack gap="lg">
        <ProblemAlert error={pull.error} />
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data ? (
          <Drop state={data} />
        ) : (
          <LoadingRows rows={8} height={64} />
        )}
      </Stack>
    </>
  )
}

function Drop({ state }: { readonly state: DropState }) {
  const texts = useTexts(dropTexts)
  return (
    <>
      <DropVerdict state={state} />
      {state.locks.length > 0 && <LocksSection locks={state.locks} />}
      <WaitingSection waiting={state.waiting} />
      {state.quarantined.length > 0 && <QuarantineSection files={state.quarantined} />}
      {state.alarms.length > 0 && <AlarmsSection alarms={state.alarms} />}
      <PullsSection pulls={state.pulls} />
      <HowToFeed directory={state.directory} />
      <Section
        title={texts.settings}
        description={
          <>
            {texts.settingsMore}{' '}
            <AnchorLink to={paths.settings()} underline="always">
              {texts.allSettings}
            </AnchorLink>
          </>
        }
      >
        <div>
          {state.settings.map((setting) => (
            <SettingRow key={`${setting.key} ${setting.changedAt}`} setting={setting} />
          ))}
        </div>
      </Section>
    </>
  )
}
