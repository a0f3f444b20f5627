import { Breadcrumbs, Stack, Text } from '@mantine/core'
import { useParams } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../anchor-link.tsx'
import { EmptyState } from '../empty-state.tsx'
import { ErrorState } from '../error-state.tsx'
import { Faults } from '../exchange/faults.tsx'
import { LineSum } from '../exchange/line-sum.tsx'
import { LoadingRows } from '../loading-rows.tsx'
import { PageHeader } from '../page-header.tsx'
import { Section } from '../section.tsx'
import { LoadBadge } from './load-badge.tsx'
import { LoadFiles } from './load-files.tsx'
import { LoadNow } from './load-now.tsx'
import { useLoadOffice } from './load-office.ts'
import { LoadVerdict } from './load-verdict.tsx'
import { type LoadReport, useLoadReport, useLoadRun } from './report-query.ts'
import { loadTexts } from './texts.ts'

/** What became of one file: the verdict, the sum, why lines were rejected, the files it left. */
export function LoadReportContent() {
  const texts = useTexts(loadTexts)
  const office = useLoadOffice()
  const { runId = '' } = useParams()
  const { data, error, refetch } = useLoadReport(runId)
  return (
    <>
      <PageHeader
        title={data ? data.fileName : texts.report}
        breadcrumbs={
          <Breadcrumbs>
            <AnchorLink to={office.list()}>{office.title}</AnchorLink>
            <Text c="dimmed">{runId}</Text>
          </Breadcrumbs>
        }
        description={data ? <About report={data} /> : ' '}
        aside={data && <LoadBadge of={data} />}
        actions={data && <LoadNow report={data} />}
      />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingRows rows={8} height={64} />
      ) : data === null ? (
        <NotYet runId={runId} />
      ) : (
        <Content report={data} />
      )}
    </>
  )
}

function About({ report }: { readonly report: LoadReport }) {
  const texts = useTexts(loadTexts)
  const textOf = useTextOf()
  const dates = useDates()
  const facts = [
    `${report.dryRun ? texts.aSimulation : texts.aLoad} – ${textOf(report.label)}`,
    dates.dateTime(report.begunAt),
    ...(report.requestedBy === null ? [] : [texts.madeBy(report.requestedBy)]),
    ...(report.bytes === null ? [] : [dates.size(report.bytes)]),
  ]
  return (
    <>
      {facts.join(' · ')} ·{' '}
      <AnchorLink to={paths.run(report.runId)} underline="always">
        {texts.seeRun}
      </AnchorLink>
    </>
  )
}

/** Its run waits its turn, or ended before it looked at the file. */
function NotYet({ runId }: { readonly runId: string }) {
  const texts = useTexts(loadTexts)
  const textOf = useTextOf()
  const { data, error, refetch } = useLoadRun(runId)
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingRows rows={4} />
  const { run } = data
  const waits = run.endedAt === null
  return (
    <EmptyState
      title={waits ? texts.waitingTitle : texts.noReport}
      action={<AnchorLink to={paths.run(runId)}>{texts.seeRun}</AnchorLink>}
    >
      {waits ? (run.reason ? textOf(run.reason) : texts.waiting) : run.error}
    </EmptyState>
  )
}

const ofTheFile: ReadonlySet<string> = new Set()

function Content({ report }: { readonly report: LoadReport }) {
  const texts = useTexts(loadTexts)
  const { codes } = useLoadOffice()
  const textOf = useTextOf()
  return (
    <Stack gap="lg">
      <LoadVerdict report={report} />
      {report.tally.lines > 0 && (
        <Section title={texts.sum}>
          <LineSum tally={report.tally} />
        </Section>
      )}
      {report.faults.length > 0 && (
        <Faults
          faults={report.faults}
          nameOf={(code) => codes[code] ?? texts.codes[code] ?? code}
          ofTheFile={ofTheFile}
        />
      )}
      {report.state !== 'processing' && <LoadFiles report={report} />}
      {report.notes.length > 0 && (
        <Section title={texts.notes}>
          <ul style={{ margin: 0, paddingLeft: '1.1rem' }}>
            {report.notes.map((note) => (
              <li key={note.fr}>{textOf(note)}</li>
            ))}
          </ul>
        </Section>
      )}
    </Stack>
  )
}
