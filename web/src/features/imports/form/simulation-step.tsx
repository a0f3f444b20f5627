import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconDatabaseImport, IconFlask } from '@tabler/icons-react'
import { paths } from '../../../lib/paths.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { AnchorLink } from '../../../ui/anchor-link.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { LineSum } from '../../../ui/exchange/line-sum.tsx'
import { LoadingRows } from '../../../ui/loading-rows.tsx'
import { ProblemAlert } from '../../../ui/problem-alert.tsx'
import { useImportReport } from '../calls/report-query.ts'
import { useRequestImport } from '../calls/request-import.ts'
import { useImportRun } from '../calls/run-query.ts'
import { ImportProgress } from '../progress/import-progress.tsx'
import { FaultSummary } from '../report/fault-summary.tsx'
import { ImportVerdict } from '../report/import-verdict.tsx'
import { importTexts } from '../texts.ts'
import { ImportButton } from './import-button.tsx'

interface Props {
  readonly uploadId: string
  /** Null until one is chosen. */
  readonly model: string | null
  /** The file or the model forbids it. */
  readonly impossible: boolean
  readonly simulation: number | null
  readonly onSimulation: (runId: number) => void
}

/** First the simulation, then the import that it describes. */
export function SimulationStep({ uploadId, model, impossible, simulation, onSimulation }: Props) {
  const texts = useTexts(importTexts)
  const request = useRequestImport()
  const { data: run } = useImportRun(simulation)
  const underWay = simulation !== null && (!run || run.state === 'queued' || run.state === 'running')
  const simulate = () => {
    if (model === null) return
    request.mutate({ uploadId, model, dryRun: true }, { onSuccess: ({ runId }) => onSimulation(runId) })
  }
  return (
    <Stack gap="md">
      {!underWay && (
        <Group gap="sm">
          <Button
            variant={simulation === null ? 'filled' : 'default'}
            leftSection={<IconFlask size={18} aria-hidden="true" />}
            disabled={model === null || impossible}
            loading={request.isPending}
            onClick={simulate}
          >
            {simulation === null ? texts.simulate : texts.simulateAgain}
          </Button>
          {simulation === null && (
            <Button disabled leftSection={<IconDatabaseImport size={18} aria-hidden="true" />}>
              {texts.import}
            </Button>
          )}
        </Group>
      )}
      {simulation === null && (
        <Text size="sm" c="dimmed">
          {texts.simulateHint}
        </Text>
      )}
      <ProblemAlert error={request.error} />
      {simulation !== null && <SimulationResult runId={simulation} uploadId={uploadId} />}
    </Stack>
  )
}

function SimulationResult({ runId, uploadId }: { readonly runId: number; readonly uploadId: string }) {
  const texts = useTexts(importTexts)
  const textOf = useTextOf()
  const run = useImportRun(runId)
  const report = useImportReport(runId)
  const error = run.error ?? report.error
  if (error && (!run.data || !report.data)) {
    return <ErrorState error={error} onRetry={() => void Promise.all([run.refetch(), report.refetch()])} />
  }
  if (!run.data || !report.data) return <LoadingRows rows={3} />
  if (report.data.state === 'processing') {
    return <ImportProgress run={run.data} dryRun uploadId={uploadId} />
  }
  return (
    <Stack gap="md">
      <Title order={3}>{texts.simulationOf}</Title>
      <ImportVerdict report={report.data} run={run.data} />
      <LineSum tally={report.data.tally} />
      <FaultSummary faults={report.data.faults} />
      {report.data.wouldHold.length > 0 && (
        <Alert color="orange" title={texts.wouldHold}>
          {report.data.wouldHold.map((reason) => (
            <Text key={reason.fr}>{textOf(reason)}</Text>
          ))}
        </Alert>
      )}
      <AnchorLink to={paths.importReport(runId)}>{texts.seeReport}</AnchorLink>
      {report.data.actions.import && <ImportButton simulation={report.data} />}
    </Stack>
  )
}
