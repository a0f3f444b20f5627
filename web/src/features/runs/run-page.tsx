import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { RunPageData } from '../../../../src/api/schemas/runs.ts'
import { isProblem } from '../../lib/api-problem.ts'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { StateBadge } from '../../ui/state-badge.tsx'
import { useRun } from './calls/run-query.ts'
import { RunLog } from './log/run-log.tsx'
import { Neighbours } from './neighbours.tsx'
import classes from './run.module.css'
import { Acknowledged, RunActions } from './run-actions.tsx'
import { RunAlerts } from './run-alerts.tsx'
import { RunCounters } from './run-counters.tsx'
import { RunDialogs, type RunQuestion } from './run-dialogs.tsx'
import { RunFacts } from './run-facts.tsx'
import { RunFiles } from './run-files.tsx'
import { useRunOutcome } from './run-outcome.ts'
import { RunProgress } from './run-progress.tsx'
import { RunSteps } from './run-steps.tsx'
import { SyncReports } from './sync-reports.tsx'
import { runTexts } from './texts.ts'

/** One run, live: what it is, how it goes, what it left, what can be done. */
export function RunPage() {
  const { id = '' } = useParams()
  const texts = useTexts(runTexts)
  const query = useRun(id)
  if (query.data) return <FoundRun key={id} page={query.data} />
  return (
    <>
      <PageHeader title={texts.untitled(id)} />
      {query.isPending ? (
        <LoadingRows rows={12} height={56} />
      ) : (
        <ErrorState
          error={query.error}
          onRetry={isProblem(query.error, 'UNKNOWN_RUN') ? undefined : () => void query.refetch()}
        />
      )}
    </>
  )
}

function FoundRun({ page }: { readonly page: RunPageData }) {
  const texts = useTexts(runTexts)
  const textOf = useTextOf()
  const [question, ask] = useState<RunQuestion | null>(null)
  const { run, batch } = page
  const outcome = useRunOutcome(page)
  return (
    <>
      <PageHeader
        title={texts.title(run.batchCode, String(run.id))}
        aside={
          <>
            <StateBadge state={run.state} />
            {run.attempt > 1 && (
              <Text size="sm" c="dimmed">
                {texts.attempt(String(run.attempt))}
              </Text>
            )}
          </>
        }
        breadcrumbs={
          <Group gap="xs">
            <AnchorLink to={paths.batches()} size="sm">
              {texts.batches}
            </AnchorLink>
            <Text span size="sm" c="dimmed" aria-hidden="true">
              /
            </Text>
            <AnchorLink to={paths.batch(run.batchCode)} size="sm">
              {run.batchCode}
            </AnchorLink>
          </Group>
        }
        description={
          <>
            {textOf(batch.label)}
            <Acknowledged page={page} />
          </>
        }
        actions={<RunActions page={page} onAsk={ask} />}
      />
      <Stack gap="lg">
        <Group justify="space-between">
          <Neighbours neighbours={page.neighbours} />
          {outcome && <AnchorLink to={outcome.to}>{outcome.label}</AnchorLink>}
        </Group>
        <RunAlerts page={page} onApprove={() => ask('approve')} onDiscard={() => ask('discard')} />
        <RunSteps run={run} />
        {run.state === 'running' && <RunProgress page={page} />}
        {(run.detail !== null || run.state === 'finished') && <RunCounters run={run} />}
        {batch.application === 'learning' && <SyncReports runId={run.id} />}
        <div className={classes.grid}>
          <RunLog run={run} />
          <Stack gap="lg">
            <RunFiles
              runId={run.id}
              files={page.files}
              retryAt={retryPlace(run.batchCode, batch.application)}
              live={run.state === 'queued' || run.state === 'running'}
            />
            <RunFacts page={page} />
          </Stack>
        </div>
      </Stack>
      <RunDialogs page={page} question={question} onClose={() => ask(null)} />
    </>
  )
}

/** Where a file of rejected lines is sent again, once corrected. */
function retryPlace(batchCode: string, application: string): string | null {
  if (batchCode === 'CHARGE_SANTE') return paths.dataLoads()
  if (batchCode === 'CHARGE_CANDIDATURES') return paths.admissionsLoads()
  return application === 'health' ? paths.imports() : null
}
