import { Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconVaccine } from '@tabler/icons-react'
import { useState } from 'react'
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
import { SearchBox } from '../../ui/search-box.tsx'
import { useVaccines, type Vaccine } from './calls/vaccines-query.ts'
import { LastImport } from './last-import.tsx'
import { SendList } from './send-list.tsx'
import { vaccineTexts } from './texts.ts'
import { VaccineWindow } from './vaccine-window.tsx'
import { VaccinesTable } from './vaccines-table.tsx'

/** The reference of vaccines: search, what the service changed, the last import. */
export function VaccinesPage() {
  const texts = useTexts(vaccineTexts)
  const may = useMay()
  const [{ active }, setState] = useUrlState({ active: 'true' })
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} />
      <Stack gap="lg">
        <LastImport />
        <Group gap="md">
          <SearchBox label={texts.search} />
          <SegmentedControl
            aria-label={texts.shown}
            value={active}
            onChange={(value) => setState({ active: value })}
            data={[
              { value: 'true', label: texts.inUse },
              { value: 'false', label: texts.outOfUse },
              { value: 'all', label: texts.all },
            ]}
          />
        </Group>
        <Vaccines editable={may('health', 'operator')} />
        {may('health', 'administrator') && <SendList />}
      </Stack>
    </>
  )
}

function Vaccines({ editable }: { readonly editable: boolean }) {
  const texts = useTexts(vaccineTexts)
  const [{ q, active }] = useUrlState({ q: '', active: 'true' })
  const [opened, setOpened] = useState<Vaccine | null>(null)
  const found = useVaccines({ search: q.trim(), active: active === 'all' ? '' : active })
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  if (found.error && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <LoadingRows rows={14} />
  if (items.length === 0)
    return q === '' && active !== 'false' ? (
      <EmptyState
        title={texts.empty}
        icon={<IconVaccine size={32} />}
        action={<AnchorLink to={paths.setting('health.vaccines')}>{texts.toSettings}</AnchorLink>}
      >
        {texts.emptyMore}
      </EmptyState>
    ) : (
      <EmptyState title={texts.nothingFound}>{texts.nothingFoundMore}</EmptyState>
    )
  return (
    <Stack gap="md">
      <VaccinesTable items={items} editable={editable} busy={found.isPlaceholderData} onOpen={setOpened} />
      <MoreButton of={found}>{texts.more}</MoreButton>
      {!editable && (
        <Text c="dimmed" size="sm">
          {texts.readOnly}
        </Text>
      )}
      <VaccineWindow vaccine={opened} editable={editable} onClose={() => setOpened(null)} />
    </Stack>
  )
}
