import { Breadcrumbs, Button, Group, Stack, Text } from '@mantine/core'
import { IconFileImport, IconPlus } from '@tabler/icons-react'
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
import { SearchBox } from '../../ui/search-box.tsx'
import { Section } from '../../ui/section.tsx'
import { useItems, useUpperItems } from './calls/items-query.ts'
import type { Nomenclature } from './calls/lists-query.ts'
import { ImportWindow } from './import-window.tsx'
import { ItemWindow } from './item-window.tsx'
import { ItemsTable } from './items-table.tsx'
import { nomenclatureTexts } from './texts.ts'

/** The items of one list: search, levels, additions. */
export function ItemsSection({ list }: { readonly list: Nomenclature }) {
  const texts = useTexts(nomenclatureTexts)
  const editable = useMay()('health', 'administrator')
  const [{ q, parent }] = useUrlState({ q: '', parent: '' })
  const [opened, setOpened] = useState<'add' | 'import' | null>(null)
  const upper = useUpperItems(list.code, list.twoLevels)
  const parentId = parent === '' ? null : Number(parent)
  const above = upper.data?.items.find(({ id }) => id === parentId)
  return (
    <Section
      title={list.label}
      description={list.code}
      actions={
        editable && (
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<IconFileImport size={18} aria-hidden="true" />}
              onClick={() => setOpened('import')}
            >
              {texts.importCsv}
            </Button>
            <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setOpened('add')}>
              {texts.add}
            </Button>
          </Group>
        )
      }
    >
      <Stack gap="md">
        {above && (
          <Breadcrumbs>
            <AnchorLink to={`${paths.nomenclatures()}?list=${encodeURIComponent(list.code)}`}>
              {texts.upperLevel}
            </AnchorLink>
            <Text>
              {above.code} – {above.label}
            </Text>
          </Breadcrumbs>
        )}
        <SearchBox label={texts.search} />
        <Items list={list} search={q} parentId={parentId} editable={editable} />
        {!editable && (
          <Text c="dimmed" size="sm">
            {texts.readOnly}
          </Text>
        )}
      </Stack>
      <ItemWindow
        list={list}
        opened={opened === 'add' ? 'new' : null}
        upper={upper.data?.items ?? []}
        parentId={parentId}
        onClose={() => setOpened(null)}
      />
      <ImportWindow list={list} opened={opened === 'import'} onClose={() => setOpened(null)} />
    </Section>
  )
}

interface ItemsProps {
  readonly list: Nomenclature
  readonly search: string
  readonly parentId: number | null
  readonly editable: boolean
}

function Items({ list, search, parentId, editable }: ItemsProps) {
  const texts = useTexts(nomenclatureTexts)
  // A search goes through both levels, unless one is below an item already.
  const level = parentId ?? (list.twoLevels && search === '' ? 0 : null)
  const found = useItems({ nomenclature: list.code, search, parent: level })
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  if (found.error && !found.data) {
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  }
  if (!found.data) return <LoadingRows rows={8} />
  if (items.length === 0) {
    return search !== '' ? (
      <EmptyState title={texts.nothingFound}>{texts.nothingFoundMore}</EmptyState>
    ) : parentId !== null ? (
      <EmptyState title={texts.emptyBelow} />
    ) : (
      <EmptyState title={texts.empty}>{texts.emptyMore}</EmptyState>
    )
  }
  return (
    <Stack gap="md" opacity={found.isPlaceholderData ? 0.6 : 1}>
      <ItemsTable
        list={list}
        items={items}
        mixed={level === null}
        below={parentId !== null}
        editable={editable}
      />
      <MoreButton of={found}>{texts.more}</MoreButton>
    </Stack>
  )
}
