import { Alert, Badge, Button, List, Stack, Table, Text } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { Fragment } from 'react'
import { useParams } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { CivilDay, DateTime, Duration } from '../../ui/moments.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import {
  type DestroyedKind,
  type DestructionReport,
  reportPath,
  useDestruction,
} from './calls/destructions-queries.ts'
import { destructionsTexts } from './texts.ts'

/** The proof of one destruction. */
export function DestructionPage() {
  const texts = useTexts(destructionsTexts)
  const { id = '' } = useParams()
  const { data: report, error, refetch } = useDestruction(id)
  const breadcrumbs = <AnchorLink to={paths.destructions()}>{texts.title}</AnchorLink>
  if (report === undefined)
    return (
      <>
        <PageHeader title={texts.title} breadcrumbs={breadcrumbs} />
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={6} />}
      </>
    )
  const ended = report.completedAt !== null
  return (
    <>
      <PageHeader
        title={texts.reportOf(report.campaignCode)}
        aside={
          <Badge color={ended ? 'green' : 'orange'} variant="light" tt="none">
            {ended ? texts.done : texts.underWay}
          </Badge>
        }
        breadcrumbs={breadcrumbs}
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconPrinter size={18} aria-hidden="true" />}
              onClick={() => window.print()}
            >
              {texts.print}
            </Button>
            <Button
              component="a"
              href={reportPath(report.id)}
              download={`destruction-${report.campaignCode}.json`}
              variant="default"
              leftSection={<IconDownload size={18} aria-hidden="true" />}
            >
              {texts.json}
            </Button>
          </>
        }
      />
      <Stack gap="lg">
        <Remaining report={report} />
        <Facts report={report} />
        <Counts report={report} />
      </Stack>
    </>
  )
}

function Remaining({ report }: { readonly report: DestructionReport }) {
  const texts = useTexts(destructionsTexts)
  const { accounts, files, causes } = report.remaining
  if (report.completedAt !== null) return null
  const rest = texts.remainingWords(accounts, files)
  return (
    <Alert color="orange" title={texts.underWay}>
      {rest !== '' && (
        <Text size="sm">
          {texts.remaining} {rest}.
        </Text>
      )}
      {causes.length > 0 && (
        <List size="sm">
          {causes.map((cause) => (
            <List.Item key={cause.words}>{texts.cause(cause.files, cause.words)}</List.Item>
          ))}
        </List>
      )}
      <Text size="sm">{texts.continues}</Text>
    </Alert>
  )
}

function Facts({ report }: { readonly report: DestructionReport }) {
  const texts = useTexts(destructionsTexts)
  const { startedAt, completedAt } = report
  return (
    <Section title={texts.facts}>
      <KeyValueList
        items={[
          {
            label: texts.campaign,
            value: (
              <AnchorLink inherit to={paths.campaign(report.campaignId)}>
                {report.campaignCode} – {report.campaignLabel}
              </AnchorLink>
            ),
          },
          { label: texts.archivedAt, value: <DateTime at={report.archivedAt} seconds={false} /> },
          { label: texts.retention, value: texts.days(report.retentionDays) },
          { label: texts.startedAt, value: <DateTime at={startedAt} /> },
          { label: texts.completedAt, value: <DateTime at={completedAt} /> },
          {
            label: texts.duration,
            value: (
              <Duration ms={completedAt === null ? null : Date.parse(completedAt) - Date.parse(startedAt)} />
            ),
          },
          { label: texts.askedBy, value: report.askedBy ?? texts.bySchedule },
          {
            label: texts.runs,
            value:
              report.runIds.length === 0
                ? '–'
                : report.runIds.map((id, at) => (
                    <Fragment key={id}>
                      {at > 0 && ', '}
                      <AnchorLink inherit to={paths.run(id)}>
                        {id}
                      </AnchorLink>
                    </Fragment>
                  )),
          },
          { label: texts.keepUntil, value: <CivilDay date={report.keepUntil} /> },
        ]}
      />
    </Section>
  )
}

function Counts({ report }: { readonly report: DestructionReport }) {
  const texts = useTexts(destructionsTexts)
  const dates = useDates()
  const kinds = (Object.keys(texts.kinds) as DestroyedKind[]).filter((kind) => report.counts[kind])
  return (
    <Section title={texts.counts} description={`${texts.countsHint} ${texts.numbersKept}`}>
      <Table maw={480}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.kind}</Table.Th>
            <Table.Th ta="right">{texts.number}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {kinds.map((kind) => (
            <Table.Tr key={kind}>
              <Table.Td>{texts.kinds[kind]}</Table.Td>
              <Table.Td ta="right">{dates.number(report.counts[kind] ?? 0)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}
