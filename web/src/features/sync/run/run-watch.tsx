import { Alert, Stack } from '@mantine/core'
import { paths } from '../../../lib/paths.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { AnchorLink } from '../../../ui/anchor-link.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { LoadingRows } from '../../../ui/loading-rows.tsx'
import { useExchangesOfRun } from '../calls/exchanges-query.ts'
import { type Run, useSyncRun } from '../calls/run-query.ts'
import type { ToolPage } from '../calls/tool-query.ts'
import { syncTexts } from '../texts.ts'
import type { Chosen } from './file-selection.tsx'
import { RunProgress } from './run-progress.tsx'
import { RunResult } from './run-result.tsx'

interface Props {
  readonly runId: number
  readonly tool: ToolPage
  readonly chosen: Chosen | null
  readonly onAsked: (runId: number) => void
  readonly onAgain: () => void
}

/** A run of the tool: how far it is, then what became of each of its files. */
export function RunWatch({ runId, tool, chosen, onAsked, onAgain }: Props) {
  const run = useSyncRun(runId)
  const exchanges = useExchangesOfRun(runId)
  const error = run.error ?? exchanges.error
  if (error && !(run.data && exchanges.data))
    return <ErrorState error={error} onRetry={() => void Promise.all([run.refetch(), exchanges.refetch()])} />
  if (!run.data || !exchanges.data) return <LoadingRows rows={3} />
  const ended = run.data.state !== 'queued' && run.data.state !== 'running'
  return (
    <Stack gap="md">
      {!ended && <RunProgress run={run.data} />}
      {ended && exchanges.data.length === 0 && <NoFile run={run.data} />}
      {exchanges.data
        .filter(({ state }) => state !== 'processing')
        .map((exchange) => (
          <RunResult
            key={exchange.id}
            id={exchange.id}
            ended={ended}
            tool={tool}
            chosen={chosen}
            onAsked={onAsked}
            onAgain={onAgain}
          />
        ))}
    </Stack>
  )
}

/** It took in no file: it failed before, or there was none. */
function NoFile({ run }: { readonly run: Run }) {
  const texts = useTexts(syncTexts)
  const textOf = useTextOf()
  const why = run.error ?? (run.reason ? textOf(run.reason) : null)
  return (
    <Alert color={run.state === 'finished' ? 'gray' : 'red'} title={texts.noFileProcessed}>
      {why}{' '}
      <AnchorLink to={paths.run(run.id)} underline="always">
        {texts.seeRun}
      </AnchorLink>
    </Alert>
  )
}
