import { Alert, Breadcrumbs, Button, Stack, Text } from '@mantine/core'
import { Link, useParams } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Faults } from '../../ui/exchange/faults.tsx'
import { LineSum } from '../../ui/exchange/line-sum.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { Duration } from '../../ui/moments.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { type SyncReport, useSyncReport } from './calls/report-query.ts'
import { CorrectAndResend } from './report/correct-and-resend.tsx'
import { Decision } from './report/decision.tsx'
import { LinesSection } from './report/lines-section.tsx'
import { useMessageName } from './report/message-names.ts'
import { Outputs } from './report/outputs.tsx'
import { SyncVerdict } from './report/sync-verdict.tsx'
import { SyncBadge } from './sync-badge.tsx'
import { syncTexts } from './texts.ts'
import classes from './trail.module.css'

/** What became of one command file: the verdict, the sum, why lines were rejected, every line, the files it left. */
export function SyncReportPage() {
  const texts = useTexts(syncTexts)
  const textOf = useTextOf()
  const id = Number(useParams().id)
  const { data, error, refetch } = useSyncReport(id)
  return (
    <>
      <PageHeader
        title={data ? data.fileName || textOf(data.label) : texts.report}
        breadcrumbs={
          <Breadcrumbs classNames={{ breadcrumb: classes.trail }}>
            <AnchorLink to={paths.sync()}>{texts.title}</AnchorLink>
            {data && <AnchorLink to={paths.syncTool(data.tool)}>{textOf(data.label)}</AnchorLink>}
            <Text c="dimmed">{id}</Text>
          </Breadcrumbs>
        }
        description={data ? <About report={data} /> : ' '}
        aside={data && <SyncBadge of={data} />}
        actions={data && <Again report={data} />}
      />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Content report={data} />
      ) : (
        <LoadingRows rows={10} height={64} />
      )}
    </>
  )
}

function About({ report }: { readonly report: SyncReport }) {
  const texts = useTexts(syncTexts)
  const dates = useDates()
  const facts = [
    report.dryRun ? texts.aSimulation : texts.aRun,
    dates.dateTime(report.begunAt),
    report.requestedBy === null ? texts.byPlan : texts.madeBy(report.requestedBy),
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

function Again({ report }: { readonly report: SyncReport }) {
  const texts = useTexts(syncTexts)
  return (
    <>
      <Button component={Link} to={paths.sync()} variant="subtle">
        {texts.backToTools}
      </Button>
      <Button component={Link} to={paths.syncTool(report.tool)} variant="default">
        {texts.backToTool}
      </Button>
    </>
  )
}

const ofTheFile: ReadonlySet<string> = new Set()

/** Nothing was done by this run, and nothing left. */
const undecided: ReadonlySet<SyncReport['state']> = new Set(['processing', 'held', 'approved', 'discarded'])

function Content({ report }: { readonly report: SyncReport }) {
  const texts = useTexts(syncTexts)
  const textOf = useTextOf()
  const nameOf = useMessageName()
  return (
    <Stack gap="lg">
      <SyncVerdict report={report} />
      {report.state === 'held' && <Decision report={report} />}
      {report.wouldHold.length > 0 && (
        <Alert color="orange" title={texts.wouldHold}>
          {report.wouldHold.map((reason) => (
            <Text key={reason.fr}>{textOf(reason)}</Text>
          ))}
        </Alert>
      )}
      {report.tally.lines > 0 && (
        <Section title={texts.sum}>
          <LineSum tally={report.tally} />
        </Section>
      )}
      {!undecided.has(report.state) && (
        <Section title={texts.outputsTitle}>
          <Outputs report={report} />
        </Section>
      )}
      {report.faults.length > 0 && <Faults faults={report.faults} nameOf={nameOf} ofTheFile={ofTheFile} />}
      <CorrectAndResend report={report} />
      {report.notes.length > 0 && (
        <Section title={texts.notes}>
          <ul style={{ margin: 0, paddingLeft: '1.1rem' }}>
            {report.notes.map((note) => (
              <li key={note.fr}>{textOf(note)}</li>
            ))}
          </ul>
        </Section>
      )}
      {report.actions.readLines && report.outputs.journal !== null && <LinesSection report={report} />}
      <Section title={texts.asRead}>
        <KeyValueList
          items={[
            { label: texts.separator, value: report.separator },
            { label: texts.encoding, value: report.encoding },
            { label: 'SHA-256', value: report.sha256 ?? '–' },
            {
              label: texts.duration,
              value: (
                <Duration
                  ms={
                    report.endedAt === null ? null : Date.parse(report.endedAt) - Date.parse(report.begunAt)
                  }
                />
              ),
            },
          ]}
        />
      </Section>
    </Stack>
  )
}
