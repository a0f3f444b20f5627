import { Alert, Button, Code, Collapse, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime, FileSize } from '../../ui/moments.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import {
  type StatisticPushPage as Push,
  type StatisticPayload,
  useApprove,
  useStatisticPush,
} from './calls/statistics-queries.ts'
import { FigureTable, type Measure } from './figure-table.tsx'
import { PushState } from './push-state.tsx'
import { statisticsTexts } from './texts.ts'

/** One preview or sending: what became of it, and every figure as it is sent. */
export function StatisticPushPage() {
  const texts = useTexts(statisticsTexts)
  const { id = '' } = useParams()
  const { data: push, error, refetch } = useStatisticPush(id)
  const breadcrumbs = <AnchorLink to={paths.statistics()}>{texts.title}</AnchorLink>
  if (!push)
    return (
      <>
        <PageHeader title={texts.sendingTitle} breadcrumbs={breadcrumbs} />
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={8} />}
      </>
    )
  return (
    <>
      <PageHeader
        title={push.state === 'previewed' ? texts.previewTitle : texts.sendingTitle}
        breadcrumbs={breadcrumbs}
        aside={<PushState push={push} />}
        actions={<Approve push={push} />}
      />
      <Stack gap="lg">
        <Outcome push={push} />
        <Facts push={push} />
        <Figures payload={push.payload} />
        <Json payload={push.payload} />
      </Stack>
    </>
  )
}

function Approve({ push }: { readonly push: Push }) {
  const texts = useTexts(statisticsTexts)
  const may = useMay()
  const [asked, setAsked] = useState(false)
  const approve = useApprove(push.id)
  if (push.state !== 'previewed' || push.approvedAt !== null || !may('health', 'administrator')) return null
  return (
    <>
      <Button onClick={() => setAsked(true)}>{texts.approve}</Button>
      <ConfirmDialog
        opened={asked}
        title={texts.approve}
        confirmLabel={texts.approve}
        onClose={() => setAsked(false)}
        onConfirm={() =>
          approve.mutate(undefined, {
            onSuccess: () => {
              setAsked(false)
              tell(texts.approved)
            },
          })
        }
        loading={approve.isPending}
        error={approve.error}
      >
        <Text>{texts.approveQuestion}</Text>
      </ConfirmDialog>
    </>
  )
}

/** What went wrong, and what comes next by itself. */
function Outcome({ push }: { readonly push: Push }) {
  const texts = useTexts(statisticsTexts)
  const next =
    push.state === 'failed'
      ? texts.retried
      : push.state === 'refused'
        ? texts.refusedMore
        : push.state === 'sending'
          ? texts.sendingMore
          : null
  if (next === null) return null
  return (
    <Alert
      color={push.state === 'refused' ? 'red' : push.state === 'failed' ? 'orange' : 'blue'}
      title={push.error === null ? undefined : texts.errorTitle}
    >
      {push.error !== null && <Text size="sm">{push.error}</Text>}
      <Text size="sm">{next}</Text>
    </Alert>
  )
}

function Facts({ push }: { readonly push: Push }) {
  const texts = useTexts(statisticsTexts)
  const dates = useDates()
  const { state, approvedBy, approvedAt, receipt, runId } = push
  return (
    <KeyValueList
      items={[
        {
          label: texts.period,
          value: `${texts.academicYear(push.year)}, ${texts.until(dates.civil(push.until))}`,
        },
        {
          label: texts.built,
          value:
            push.previewedBy === null ? (
              <DateTime at={push.builtAt} />
            ) : (
              texts.by(push.previewedBy, dates.dateMinute(push.builtAt))
            ),
        },
        { label: texts.masked, value: texts.maskedCount(push.masked, push.cells) },
        { label: texts.size, value: <FileSize bytes={push.bytes} /> },
        ...(approvedBy !== null && approvedAt !== null
          ? [{ label: texts.approvedLabel, value: texts.by(approvedBy, dates.dateMinute(approvedAt)) }]
          : []),
        ...(state === 'previewed'
          ? []
          : [
              { label: texts.attempts, value: push.attempts },
              { label: texts.sentAt, value: <DateTime at={push.sentAt} /> },
              ...(receipt === null ? [] : [{ label: texts.receipt, value: receipt }]),
              { label: texts.key, value: push.id },
              ...(runId === null
                ? []
                : [
                    {
                      label: texts.run,
                      value: <AnchorLink to={paths.run(runId)}>{runId}</AnchorLink>,
                    },
                  ]),
            ]),
      ]}
    />
  )
}

function Figures({ payload }: { readonly payload: StatisticPayload }) {
  const texts = useTexts(statisticsTexts)
  const { establishments } = payload
  const [chosen, choose] = useUrlState({ etb: '', measure: 'students' })
  const establishment = establishments.find(({ code }) => code === chosen.etb) ?? establishments[0]
  const measures = Object.keys(texts.measures) as Measure[]
  const measure = measures.find((one) => one === chosen.measure) ?? 'students'
  if (!establishment)
    return (
      <Section title={texts.figures}>
        <EmptyState title={texts.nothing}>{texts.nothingMore}</EmptyState>
      </Section>
    )
  return (
    <Section title={texts.figures} description={texts.establishments(establishments.length)}>
      <Group gap="md" grow preventGrowOverflow={false}>
        <Select
          label={texts.establishment}
          data={establishments.map(({ code }) => code)}
          value={establishment.code}
          onChange={(etb) => choose({ etb: etb ?? '' })}
          allowDeselect={false}
          searchable={establishments.length > 10}
        />
        <Select
          label={texts.measure}
          data={measures.map((one) => ({ value: one, label: texts.measures[one] }))}
          value={measure}
          onChange={(one) => choose({ measure: one ?? 'students' })}
          allowDeselect={false}
        />
      </Group>
      {establishment.tables.map((table) => (
        <FigureTable
          key={`${table.rows} ${table.columns}`}
          table={table}
          total={establishment.total}
          measure={measure}
        />
      ))}
    </Section>
  )
}

function Json({ payload }: { readonly payload: StatisticPayload }) {
  const texts = useTexts(statisticsTexts)
  const [shown, setShown] = useState(false)
  return (
    <Section
      title={texts.json}
      actions={
        <Button variant="default" size="xs" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? texts.hideJson : texts.showJson}
        </Button>
      }
    >
      <Collapse expanded={shown}>
        {shown && (
          <Code block mah={480} style={{ overflow: 'auto' }} tabIndex={0}>
            {JSON.stringify(payload, null, 2)}
          </Code>
        )}
      </Collapse>
    </Section>
  )
}
