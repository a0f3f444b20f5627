import { Button, Paper, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useImportModels } from './calls/models-query.ts'
import { ModelRow } from './model-row.tsx'
import { ModelWindow } from './model-window.tsx'
import { modelTexts } from './texts.ts'

/** « 1340 - Modèles d'importation »: one row a source, a window to change it. */
export function ImportModelsPage() {
  const texts = useTexts(modelTexts)
  const editable = useMay()('health', 'administrator')
  const { data, error, refetch } = useImportModels()
  /** The code of the model in the window, `''` for a new one. */
  const [opened, setOpened] = useState<string | null>(null)
  const models = data?.items ?? []
  const add = editable && (
    <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setOpened('')}>
      {texts.add}
    </Button>
  )
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} actions={add} />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows rows={4} height={64} />
      ) : models.length === 0 ? (
        <EmptyState title={texts.empty}>{texts.emptyMore}</EmptyState>
      ) : (
        <Paper p={0}>
          <Table.ScrollContainer minWidth={320}>
            <Table horizontalSpacing="sm" aria-label={texts.title}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.code}</Table.Th>
                  <Table.Th>{texts.state}</Table.Th>
                  <Table.Th visibleFrom="md">{texts.formatVersion}</Table.Th>
                  <Table.Th visibleFrom="md">{texts.options}</Table.Th>
                  <Table.Th ta="right" visibleFrom="sm">
                    {texts.students}
                  </Table.Th>
                  <Table.Th>
                    <VisuallyHidden>{editable ? texts.edit : texts.see}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {models.map((model) => (
                  <ModelRow
                    key={model.code}
                    model={model}
                    editable={editable}
                    onOpen={() => setOpened(model.code)}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      {!editable && data && (
        <Text c="dimmed" size="sm" mt="md">
          {texts.readOnly}
        </Text>
      )}
      {data && (
        <ModelWindow list={data} opened={opened} editable={editable} onClose={() => setOpened(null)} />
      )}
    </>
  )
}
