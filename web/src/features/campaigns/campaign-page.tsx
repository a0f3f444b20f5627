import { Alert, Button, List, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { CivilDay, DateTime } from '../../ui/moments.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { ActivationWindow } from './activation-window.tsx'
import { type CampaignDetail, useCampaign, useWithdrawActivation } from './calls/campaigns-queries.ts'
import { CampaignState } from './campaign-state.tsx'
import { CampaignWindow } from './campaign-window.tsx'
import { campaignsTexts } from './texts.ts'

/** One campaign: its dates, what it holds, and what its activation archives. */
export function CampaignPage() {
  const texts = useTexts(campaignsTexts)
  const { id = '' } = useParams()
  const { data: campaign, error, refetch } = useCampaign(id)
  const breadcrumbs = <AnchorLink to={paths.campaigns()}>{texts.title}</AnchorLink>
  if (campaign === undefined)
    return (
      <>
        <PageHeader title={texts.title} breadcrumbs={breadcrumbs} />
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={6} />}
      </>
    )
  return (
    <>
      <PageHeader
        title={`${campaign.code} – ${campaign.label}`}
        aside={<CampaignState state={campaign.state} />}
        breadcrumbs={breadcrumbs}
        actions={<Acts campaign={campaign} />}
      />
      <Stack gap="lg">
        <Warnings campaign={campaign} />
        <Facts campaign={campaign} />
        <Contents campaign={campaign} />
      </Stack>
    </>
  )
}

function Acts({ campaign }: { readonly campaign: CampaignDetail }) {
  const texts = useTexts(campaignsTexts)
  const may = useMay()
  const [window, open] = useState<'edit' | 'activate' | 'withdraw' | null>(null)
  const withdraw = useWithdrawActivation(campaign.id)
  const close = () => open(null)
  const { state } = campaign
  if (!may('admissions', 'administrator') || state === 'archived' || state === 'destroyed') return null
  return (
    <>
      <Button variant="default" onClick={() => open('edit')}>
        {texts.edit}
      </Button>
      {state === 'waiting' && (
        <Button variant="default" onClick={() => open('withdraw')}>
          {texts.withdraw}
        </Button>
      )}
      {(state === 'upcoming' || state === 'waiting') && (
        <Button onClick={() => open('activate')}>
          {state === 'waiting' ? texts.changeRequest : texts.activate}
        </Button>
      )}
      <CampaignWindow campaign={campaign} opened={window === 'edit'} onClose={close} />
      <ActivationWindow campaign={campaign} opened={window === 'activate'} onClose={close} />
      <ConfirmDialog
        opened={window === 'withdraw'}
        title={texts.withdraw}
        onClose={close}
        onConfirm={() =>
          withdraw.mutate(campaign.version, {
            onSuccess: () => {
              close()
              tell(texts.withdrawn)
            },
          })
        }
        loading={withdraw.isPending}
        error={withdraw.error}
      >
        <Text>{texts.withdrawQuestion}</Text>
      </ConfirmDialog>
    </>
  )
}

/** What deserves to be known while the request can still be changed. */
function Warnings({ campaign }: { readonly campaign: CampaignDetail }) {
  const texts = useTexts(campaignsTexts)
  const { state, gapDays, archives, archivesUnpouredOpi } = campaign
  if (state !== 'waiting') return null
  const warnings = [
    ...(gapDays !== null && gapDays > 0 ? [texts.gap(gapDays)] : []),
    ...(gapDays !== null && gapDays < 0 ? [texts.overlap(-gapDays)] : []),
    ...(archives !== null && archivesUnpouredOpi > 0
      ? [texts.unpouredOf(archives.code, archivesUnpouredOpi)]
      : []),
  ]
  if (warnings.length === 0) return null
  return (
    <Alert color="orange" title={texts.warnings}>
      <List size="sm">
        {warnings.map((words) => (
          <List.Item key={words}>{words}</List.Item>
        ))}
      </List>
    </Alert>
  )
}

function Facts({ campaign }: { readonly campaign: CampaignDetail }) {
  const texts = useTexts(campaignsTexts)
  const dates = useDates()
  const moments = [
    [texts.asked, campaign.state === 'waiting' ? campaign.activationAsked : null],
    [texts.activatedAt, campaign.activatedAt],
    [texts.archivedAt, campaign.archivedAt],
    [texts.dueAt, campaign.destructionDueAt],
    [texts.destroyedAt, campaign.destroyedAt],
  ] as const
  return (
    <Section
      title={texts.facts}
      {...(campaign.state === 'archived' ? { description: texts.kept } : {})}
      actions={
        campaign.state === 'archived' || campaign.state === 'destroyed' ? (
          <AnchorLink to={paths.destructions()}>{texts.report}</AnchorLink>
        ) : null
      }
    >
      <KeyValueList
        items={[
          {
            label: texts.dates,
            value: texts.from(dates.civil(campaign.startOn), dates.civil(campaign.endOn)),
          },
          ...(campaign.candidateEndOn === null
            ? []
            : [{ label: texts.candidateEndOn, value: <CivilDay date={campaign.candidateEndOn} /> }]),
          { label: texts.sisKind, value: texts.sisKinds[campaign.sisKind] },
          ...(campaign.archives === null
            ? []
            : [
                {
                  label: texts.archives,
                  value: (
                    <AnchorLink inherit to={paths.campaign(campaign.archives.id)}>
                      {campaign.archives.code}
                    </AnchorLink>
                  ),
                },
              ]),
          ...(campaign.archivedBy === null || campaign.state === 'in-service'
            ? []
            : [
                {
                  label: texts.archivedBy,
                  value: (
                    <AnchorLink inherit to={paths.campaign(campaign.archivedBy.id)}>
                      {campaign.archivedBy.code}
                    </AnchorLink>
                  ),
                },
              ]),
          ...moments.flatMap(([label, at]) =>
            at === null ? [] : [{ label, value: <DateTime at={at} seconds={false} /> }],
          ),
        ]}
      />
    </Section>
  )
}

function Contents({ campaign }: { readonly campaign: CampaignDetail }) {
  const texts = useTexts(campaignsTexts)
  const dates = useDates()
  const may = useMay()
  const { accounts, applications, files, unpouredOpi } = campaign.counts
  const serving = campaign.state === 'in-service'
  return (
    <Section title={texts.contents}>
      <KeyValueList
        items={[
          {
            label: texts.accounts,
            value:
              accounts > 0 && may('admissions', 'operator') ? (
                <AnchorLink inherit to={`${paths.dossiers()}?campaign=${campaign.id}`}>
                  {dates.number(accounts)}
                </AnchorLink>
              ) : (
                dates.number(accounts)
              ),
          },
          { label: texts.applications, value: dates.number(applications) },
          { label: texts.files, value: dates.number(files) },
          {
            label: texts.unpoured,
            // The queue shows those of the campaign in service only.
            value: serving ? (
              <AnchorLink inherit to={paths.opi()}>
                {dates.number(unpouredOpi)}
              </AnchorLink>
            ) : (
              dates.number(unpouredOpi)
            ),
          },
        ]}
      />
    </Section>
  )
}
