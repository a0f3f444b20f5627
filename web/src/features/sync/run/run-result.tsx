import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { paths } from '../../../lib/paths.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { AnchorLink } from '../../../ui/anchor-link.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { LineSum } from '../../../ui/exchange/line-sum.tsx'
import { usePlanWords, writes } from '../../../ui/exchange/plan-words.ts'
import { LoadingRows } from '../../../ui/loading-rows.tsx'
import { ProblemAlert } from '../../../ui/problem-alert.tsx'
import { type SyncReport, useSyncReport } from '../calls/report-query.ts'
import { useRequestSync } from '../calls/request-sync.ts'
import type { ToolPage } from '../calls/tool-query.ts'
import { Outputs } from '../report/outputs.tsx'
import { SyncVerdict } from '../report/sync-verdict.tsx'
import { syncTexts } from '../texts.ts'
import type { Chosen } from './file-selection.tsx'
import { FirstRejects } from './first-rejects.tsx'

interface Props {
  /** Of the exchange. */
  readonly id: number
  /** The run has ended: until then the tool takes no other. */
  readonly ended: boolean
  readonly tool: ToolPage
  readonly chosen: Chosen | null
  readonly onAsked: (runId: number) => void
  /** Puts the page back as it opens. */
  readonly onAgain: () => void
}

/** What became of one file, in short; after a simulation, the button that does it for real. */
export function RunResult({ id, ended, tool, chosen, onAsked, onAgain }: Props) {
  const texts = useTexts(syncTexts)
  const textOf = useTextOf()
  const { data: report } = useSyncReport(id)
  if (!report) return <LoadingRows rows={3} />
  return (
    <Paper withBorder p="md">
      <Stack gap="md">
        <SyncVerdict report={report} />
        <LineSum tally={report.tally} />
        {report.wouldHold.length > 0 && (
          <Alert color="orange" title={texts.wouldHold}>
            {report.wouldHold.map((reason) => (
              <Text key={reason.fr}>{textOf(reason)}</Text>
            ))}
          </Alert>
        )}
        <FirstRejects report={report} />
        <Group gap="md">
          <AnchorLink to={paths.syncReport(report.id)} underline="always">
            {texts.seeReport}
          </AnchorLink>
        </Group>
        {!report.dryRun && <Outputs report={report} />}
        {report.state === 'simulated' && report.actions.run && tool.actions.run && (
          <RunForReal report={report} ended={ended} tool={tool} chosen={chosen} onAsked={onAsked} />
        )}
        {!report.dryRun && (
          <Group gap="sm">
            <Button variant="default" onClick={onAgain}>
              {texts.backToTool}
            </Button>
            <Button component={Link} to={paths.sync()} variant="subtle">
              {texts.backToTools}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  )
}

interface RunForRealProps extends Omit<Props, 'id' | 'onAgain'> {
  readonly report: SyncReport
}

/** « Exécuter : 12 créations, 340 mises à jour »: what the simulation showed. */
function RunForReal({ report, ended, tool, chosen, onAsked }: RunForRealProps) {
  const texts = useTexts(syncTexts)
  const planWords = usePlanWords()
  const [asking, setAsking] = useState(false)
  const request = useRequestSync(tool.tool)
  const nothing = writes(report.tally) === 0
  const launch = () =>
    request.mutate(
      {
        file: chosen ?? simulated(tool, report),
        dryRun: false,
        simulation: report.id,
        ...(tool.destroys && { confirmTool: tool.tool }),
      },
      { onSuccess: ({ runId }) => onAsked(runId) },
    )
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        leftSection={<IconPlayerPlay size={18} aria-hidden="true" />}
        {...(tool.destroys && { color: 'red' })}
        disabled={nothing || !ended}
        loading={request.isPending}
        onClick={() => (tool.destroys ? setAsking(true) : launch())}
        h="auto"
        mih={36}
        py={6}
        styles={{ label: { whiteSpace: 'normal' } }}
      >
        {nothing ? texts.nothingWouldChange : texts.runWhat(planWords(report.tally))}
      </Button>
      {!tool.destroys && <ProblemAlert error={request.error} />}
      <ConfirmDialog
        opened={asking}
        title={texts.run}
        confirmLabel={texts.runYes}
        danger
        typedCode={tool.tool}
        loading={request.isPending}
        error={request.error}
        onClose={() => setAsking(false)}
        onConfirm={launch}
      >
        <Text>{texts.destroyWhat(planWords(report.tally, 'sentence'))}</Text>
      </ConfirmDialog>
    </Stack>
  )
}

/** Of the configured files, the very one whose figures are shown: others would be run without having been seen. */
function simulated(tool: ToolPage, { fileName }: SyncReport): Chosen | null {
  const named = tool.candidates.filter(
    ({ file, standing }) => standing !== 'other' && basename(file.name) === fileName,
  )
  const [only] = named
  return named.length === 1 && only ? { shelf: 'commands', name: only.file.name } : null
}

function basename(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}
