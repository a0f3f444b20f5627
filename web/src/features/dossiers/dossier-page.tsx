import { Stack } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useParams } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ApplicationSection } from './application-section.tsx'
import { useDossier } from './calls/dossier-query.ts'
import { FailuresSection } from './failures-section.tsx'
import { HistorySection } from './history-section.tsx'
import { AccountSection, CandidateSection } from './person-sections.tsx'
import { dossiersTexts } from './texts.ts'
import { ValidationLink } from './validation-link.tsx'

/** One dossier: who, what for, what was decided, and what each batch did to it. */
export function DossierPage() {
  const texts = useTexts(dossiersTexts)
  const operator = useMay()('admissions', 'operator')
  if (operator) return <Loaded />
  return (
    <>
      <PageHeader title={texts.dossier} />
      <EmptyState title={texts.operatorsOnly} icon={<IconLock size={32} />}>
        {texts.operatorsOnlyHint}
      </EmptyState>
    </>
  )
}

function Loaded() {
  const texts = useTexts(dossiersTexts)
  const { id = '' } = useParams()
  const { data: dossier, error, refetch } = useDossier(id)
  if (dossier === undefined)
    return (
      <>
        <PageHeader
          title={texts.dossier}
          breadcrumbs={<AnchorLink to={paths.dossiers()}>{texts.back}</AnchorLink>}
        />
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={8} />}
      </>
    )
  const { dossierNo, lastName, firstName, campaign, candidate, applications, failures, events } = dossier
  return (
    <>
      <PageHeader
        title={texts.dossierTitle(dossierNo)}
        breadcrumbs={<AnchorLink to={paths.dossiers()}>{texts.back}</AnchorLink>}
        description={`${lastName} ${firstName}`}
        actions={campaign.open ? <ValidationLink accountId={dossier.id} /> : undefined}
      />
      <Stack gap="lg">
        <FailuresSection failures={failures} />
        {applications.map((application) => (
          <ApplicationSection key={application.id} dossierNo={dossierNo} application={application} />
        ))}
        {applications.length === 0 && (
          <EmptyState title={texts.noApplication}>{texts.noApplicationMore}</EmptyState>
        )}
        <AccountSection dossier={dossier} />
        <CandidateSection candidate={candidate} />
        <HistorySection events={events} />
      </Stack>
    </>
  )
}
