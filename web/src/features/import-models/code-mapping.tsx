import { ActionIcon, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { AddMapping } from './add-mapping.tsx'
import { useModelCodes, useRemoveCode } from './calls/codes-query.ts'
import { modelTexts } from './texts.ts'

interface Props {
  readonly model: string
  readonly editable: boolean
}

/** Registry code → code of the list, per nomenclature. */
export function CodeMapping({ model, editable }: Props) {
  const texts = useTexts(modelTexts)
  const { data, error, refetch } = useModelCodes(model)
  const remove = useRemoveCode(model)
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {texts.codesHint}
      </Text>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows rows={3} />
      ) : data.items.length === 0 ? (
        <Text>{texts.codesEmpty}</Text>
      ) : (
        <Table.ScrollContainer minWidth={480}>
          <Table verticalSpacing={6} aria-label={texts.codes}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.nomenclature}</Table.Th>
                <Table.Th>{texts.sourceCode}</Table.Th>
                <Table.Th>{texts.item}</Table.Th>
                {editable && (
                  <Table.Th>
                    <VisuallyHidden>{texts.remove}</VisuallyHidden>
                  </Table.Th>
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map((mapping) => (
                <Table.Tr key={`${mapping.nomenclature} ${mapping.sourceCode} ${mapping.itemId}`}>
                  <Table.Td>{mapping.nomenclature}</Table.Td>
                  <Table.Td fw={600}>{mapping.sourceCode}</Table.Td>
                  <Table.Td>
                    {mapping.itemCode} – {mapping.itemLabel}
                  </Table.Td>
                  {editable && (
                    <Table.Td ta="right">
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={texts.removeCode(mapping.sourceCode)}
                        loading={remove.isPending && remove.variables === mapping}
                        onClick={() => remove.mutate(mapping)}
                      >
                        <IconX size={16} aria-hidden="true" />
                      </ActionIcon>
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <ProblemAlert error={remove.error} />
      {editable && <AddMapping model={model} />}
    </Stack>
  )
}
