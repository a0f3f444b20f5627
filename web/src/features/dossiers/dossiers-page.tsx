import { Stack } from '@mantine/core'
import { IconLock, IconUsers } from '@tabler/icons-react'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useDossiers } from './calls/dossiers-query.ts'
import { DossierFilters, dossierFilters } from './dossier-filters.tsx'
import { DossiersTable } from './dossiers-table.tsx'
import { dossiersTexts } from './texts.ts'

/** Accounts of candidates, found by number, name, state, or by what failed. */
export function DossiersPage() {
  const texts = useTexts(dossiersTexts)
  const operator = useMay()('admissions', 'operator')
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} />
      {operator ? (
        <Stack gap="md">
          <DossierFilters />
          <List />
        </Stack>
      ) : (
        <EmptyState title={texts.operatorsOnly} icon={<IconLock size={32} />}>
          {texts.operatorsOnlyHint}
        </EmptyState>
      )}
    </>
  )
}

function List() {
  const texts = useTexts(dossiersTexts)
  const [{ q, ...filters }] = useUrlState(dossierFilters)
  const found = useDossiers({ search: q, ...filters })
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  if (found.error && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <LoadingRows rows={8} />
  if (items.length === 0)
    return q !== '' || Object.values(filters).some(Boolean) ? (
      <EmptyState title={texts.nothingFound}>{texts.nothingFoundMore}</EmptyState>
    ) : (
      <EmptyState
        title={texts.empty}
        icon={<IconUsers size={32} />}
        action={<AnchorLink to={paths.campaigns()}>{texts.campaign}</AnchorLink>}
      >
        {texts.emptyMore}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      <DossiersTable dossiers={items} busy={found.isPlaceholderData} />
      <MoreButton of={found}>{texts.more}</MoreButton>
    </Stack>
  )
}
