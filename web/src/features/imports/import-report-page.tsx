import { Alert, Breadcrumbs, Button, Stack, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { Link, useParams } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ExchangeBadge } from '../../ui/exchange/exchange-badge.tsx'
import { Faults } from '../../ui/exchange/faults.tsx'
import { LineSum } from '../../ui/exchange/line-sum.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { type ImportReport, useImportReport } from './calls/report-query.ts'
import { type Run, useImportRun } from './calls/run-query.ts'
import { ImportButton } from './form/import-button.tsx'
import { ImportProgress } from './progress/import-progress.tsx'
import { ChangedFields } from './report/changed-fields.tsx'
import { Comparison } from './report/comparison.tsx'
import { Decision } from './report/decision.tsx'
import { faultsOfTheFile, useFaultName } from './report/fault-names.ts'
import { ImportVerdict } from './report/import-verdict.tsx'
import { ReportFiles } from './report/report-files.tsx'
import { importTexts } from './texts.ts'

/** One import: under way, then what became of it. */
export function ImportReportPage() {
  const texts = useTexts(importTexts)
  const runId = Number(useParams().runId)
  const report = useImportReport(runId)
  const run = useImportRun(runId)
  const error = report.error ?? run.error
  const retry = () => void Promise.all([report.refetch(), run.refetch()])
  return (
    <>
      <PageHeader
        title={report.data ? texts.reportTitle(report.data.fileName) : texts.anImport}
        breadcrumbs={
          <Breadcrumbs>
            <AnchorLink to={paths.imports()}>{texts.breadcrumb}</AnchorLink>
            <Text c="dimmed">{runId}</Text>
          </Breadcrumbs>
        }
        description={report.data ? <About report={report.data} /> : ' '}
        aside={report.data && <ExchangeBadge of={report.data} />}
        actions={report.data && <NextImport report={report.data} />}
      />
      {error && !(report.data && run.data) ? (
        <ErrorState error={error} onRetry={retry} />
      ) : report.data && run.data ? (
        <Stack gap="lg">
          <Report key={runId} report={report.data} run={run.data} />
        </Stack>
      ) : (
        <LoadingRows rows={8} height={64} />
      )}
    </>
  )
}

function About({ report }: { readonly report: ImportReport }) {
  const texts = useTexts(importTexts)
  const dates = useDates()
  const { dryRun, model, requestedBy, begunAt, bytes, runId, approvalOfRun, appliedByRun } = report
  const facts = [
    dryRun ? texts.aSimulation : texts.anImport,
    ...(model === null ? [] : [texts.withModel(model)]),
    dates.dateTime(begunAt),
    requestedBy === null ? texts.nightly : texts.madeBy(requestedBy),
    ...(bytes === null ? [] : [dates.size(bytes)]),
  ]
  return (
    <>
      {facts.join(' · ')} ·{' '}
      <AnchorLink to={paths.run(runId)} underline="always">
        {texts.seeRun}
      </AnchorLink>
      {approvalOfRun !== null && (
        <>
          {' '}
          ·{' '}
          <AnchorLink to={paths.importReport(approvalOfRun)} underline="always">
            {texts.approvalOf(approvalOfRun)}
          </AnchorLink>
        </>
      )}
      {appliedByRun !== null && (
        <>
          {' '}
          ·{' '}
          <AnchorLink to={paths.importReport(appliedByRun)} underline="always">
            {texts.appliedBy(appliedByRun)}
          </AnchorLink>
        </>
      )}
    </>
  )
}

/** The same model again: with the corrected retry file where lines were rejected. */
function NextImport({ report }: { readonly report: ImportReport }) {
  const texts = useTexts(importTexts)
  const may = useMay()
  if (!may('health', 'operator') || report.state === 'processing') return null
  const faulty = report.tally.rejected > 0 || report.state === 'refused'
  const to = `${paths.imports()}${report.model === null ? '' : `?model=${encodeURIComponent(report.model)}`}`
  return (
    <Button
      component={Link}
      to={to}
      variant="default"
      leftSection={<IconFileImport size={18} aria-hidden="true" />}
    >
      {faulty ? texts.resubmit : texts.newImport}
    </Button>
  )
}

function Report({ report, run }: { readonly report: ImportReport; readonly run: Run }) {
  const texts = useTexts(importTexts)
  const faultName = useFaultName()
  const textOf = useTextOf()
  if (report.state === 'processing') {
    return (
      <Section title={report.dryRun ? texts.underWay.simulation : texts.underWay.import}>
        <ImportProgress run={run} dryRun={report.dryRun} uploadId={report.uploadId} />
      </Section>
    )
  }
  const simulated = report.state === 'simulated'
  return (
    <>
      <ImportVerdict report={report} run={run} />
      {report.state === 'held' && <Decision report={report} />}
      {simulated && report.wouldHold.length > 0 && (
        <Alert color="orange" title={texts.wouldHold}>
          {report.wouldHold.map((reason) => (
            <Text key={reason.fr}>{textOf(reason)}</Text>
          ))}
        </Alert>
      )}
      {simulated &&
        (report.actions.import ? (
          <ImportButton simulation={report} />
        ) : (
          report.uploadId === null && <Text c="dimmed">{texts.importTooOld}</Text>
        ))}
      {report.tally.lines > 0 && (
        <Section title={texts.sum}>
          <LineSum tally={report.tally} />
        </Section>
      )}
      {(report.faults.length > 0 || report.tally.lines > 0) && (
        <Faults faults={report.faults} nameOf={faultName} ofTheFile={faultsOfTheFile} />
      )}
      {report.tally.lines > 0 && <ChangedFields fields={report.changedFields} />}
      <ReportFiles runId={report.runId} files={report.files} />
      <Comparison report={report} />
    </>
  )
}
