import { Badge, Button, Table, Text } from '@mantine/core'
import { IconEye, IconPencil } from '@tabler/icons-react'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import type { ImportModel } from './calls/models-query.ts'
import { modelTexts } from './texts.ts'

interface Props {
  readonly model: ImportModel
  readonly editable: boolean
  readonly onOpen: () => void
}

export function ModelRow({ model, editable, onOpen }: Props) {
  const texts = useTexts(modelTexts)
  const dates = useDates()
  const Icon = editable ? IconPencil : IconEye
  return (
    <Table.Tr>
      <Table.Th scope="row">
        {model.code}
        <Text size="sm" c="dimmed" fw={400}>
          {model.label}
        </Text>
      </Table.Th>
      <Table.Td>
        {model.active ? (
          texts.active
        ) : (
          <Text span inherit c="dimmed">
            {texts.inactive}
          </Text>
        )}
        {model.nightly && (
          <Badge variant="light" tt="none" display="block" mt={4} w="fit-content">
            {texts.nightlyBadge}
          </Badge>
        )}
      </Table.Td>
      <Table.Td visibleFrom="md" style={{ whiteSpace: 'nowrap' }}>
        {texts.formatVersions[model.formatVersion]}
      </Table.Td>
      <Table.Td visibleFrom="md">{useOptions(model).join(', ') || '–'}</Table.Td>
      <Table.Td ta="right" visibleFrom="sm">
        {dates.number(model.students)}
      </Table.Td>
      <Table.Td ta="right">
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<Icon size={16} aria-hidden="true" />}
          aria-label={editable ? texts.editThis(model.code) : texts.seeThis(model.code)}
          onClick={onOpen}
        >
          {editable ? texts.edit : texts.see}
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}

/** What differs from the usual, in a few words. */
function useOptions(model: ImportModel): string[] {
  const texts = useTexts(modelTexts)
  return [
    ...(model.emptyErases ? [texts.emptyErases] : []),
    ...(model.keepNir ? [texts.keepNir] : []),
    ...(model.strictCodes ? [texts.strictCodes] : []),
    ...(model.protectedColumns.length > 0
      ? [`${texts.protectedColumns} (${model.protectedColumns.length})`]
      : []),
    ...(model.defaultEstablishment === null ? [] : [`ETB ${model.defaultEstablishment}`]),
  ]
}
