import { Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { type EmptyCategories, useDeleteCategories, useEmptyCategories } from './calls/empty-categories.ts'
import { categoryTexts } from './texts.ts'

/** Categories without courses, and their removal (learning.md 1.9). */
export function EmptyCategoriesPage() {
  const texts = useTexts(categoryTexts)
  const [parentId, setParentId] = useState<number | null>(null)
  const [ignoreEmptySubcategories, setIgnore] = useState(false)
  const wanted = { parentId, ignoreEmptySubcategories }
  const { data, error, refetch } = useEmptyCategories(wanted)
  return (
    <>
      <PageHeader
        title={texts.title}
        description={texts.description}
        breadcrumbs={<AnchorLink to={paths.sync()}>{texts.tools}</AnchorLink>}
      />
      <Stack gap="lg">
        <Section title={texts.which}>
          <Stack gap="md">
            <Select
              label={texts.parent}
              data={[
                { value: '', label: texts.root },
                ...(data?.parents ?? []).map(({ id, path }) => ({ value: String(id), label: path })),
              ]}
              value={parentId === null ? '' : String(parentId)}
              onChange={(value) => setParentId(value ? Number(value) : null)}
              allowDeselect={false}
              searchable
              maw={520}
            />
            <Checkbox
              label={texts.ignore}
              description={texts.ignoreMore}
              checked={ignoreEmptySubcategories}
              onChange={(event) => setIgnore(event.currentTarget.checked)}
            />
          </Stack>
        </Section>
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data ? (
          <Found key={JSON.stringify(wanted)} items={data.items} ignore={ignoreEmptySubcategories} />
        ) : (
          <LoadingRows rows={6} />
        )}
      </Stack>
    </>
  )
}

interface FoundProps {
  readonly items: EmptyCategories['items']
  readonly ignore: boolean
}

function Found({ items, ignore }: FoundProps) {
  const texts = useTexts(categoryTexts)
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const remove = useDeleteCategories()
  return (
    <Section title={texts.found(items.length)}>
      {items.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneMore}</EmptyState>
      ) : (
        <Stack gap="md">
          <ul style={{ margin: 0, paddingLeft: '1.1rem' }}>
            {items.map(({ id, path, idnumber }) => (
              <li key={id}>
                {path}
                {idnumber && (
                  <Text span inherit c="dimmed">
                    {' '}
                    ({idnumber})
                  </Text>
                )}
              </li>
            ))}
          </ul>
          {may('learning', 'administrator') ? (
            <Group>
              <Button color="red" onClick={() => setAsking(true)}>
                {texts.remove}
              </Button>
            </Group>
          ) : (
            <Text c="dimmed">{texts.onlyAdministrators}</Text>
          )}
        </Stack>
      )}
      <ConfirmDialog
        opened={asking}
        title={texts.remove}
        confirmLabel={texts.removeYes(items.length)}
        danger
        loading={remove.isPending}
        error={remove.error}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          remove.mutate(
            { ids: items.map(({ id }) => id), ignoreEmptySubcategories: ignore },
            {
              onSuccess: ({ deleted }) => {
                setAsking(false)
                tell(texts.removed(deleted))
              },
            },
          )
        }
      >
        <Text>{texts.question(items.length)}</Text>
      </ConfirmDialog>
    </Section>
  )
}
