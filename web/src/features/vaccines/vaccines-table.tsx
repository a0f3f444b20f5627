import { Badge, Button, Group, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { Vaccine } from './calls/vaccines-query.ts'
import { vaccineTexts } from './texts.ts'

interface Props {
  readonly items: readonly Vaccine[]
  readonly editable: boolean
  readonly busy: boolean
  readonly onOpen: (vaccine: Vaccine) => void
}

export function VaccinesTable({ items, editable, busy, onOpen }: Props) {
  const texts = useTexts(vaccineTexts)
  return (
    <TableFrame minWidth={720} busy={busy}>
      <Table aria-label={texts.title} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.name}</Table.Th>
            <Table.Th>{texts.codes}</Table.Th>
            <Table.Th>{texts.diseases}</Table.Th>
            <Table.Th>{texts.marketed}</Table.Th>
            <Table.Th>{texts.state}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{texts.acts}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((vaccine) => (
            <Table.Tr key={vaccine.id}>
              <Table.Th scope="row" style={{ overflowWrap: 'anywhere' }} miw={180}>
                <Stack gap={2}>
                  <span>{vaccine.name}</span>
                  {vaccine.shortDescription && (
                    <Text size="sm" c="dimmed" fw={400}>
                      {vaccine.shortDescription}
                    </Text>
                  )}
                </Stack>
              </Table.Th>
              <Table.Td>
                {[vaccine.ucdCode, ...vaccine.cipCodes].filter(Boolean).map((code) => (
                  <div key={code}>{code}</div>
                ))}
              </Table.Td>
              <Table.Td>{vaccine.diseases.map(({ name }) => name).join(', ')}</Table.Td>
              <Table.Td>
                <Marketed vaccine={vaccine} />
              </Table.Td>
              <Table.Td>
                <State vaccine={vaccine} />
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  variant="default"
                  size="xs"
                  aria-label={editable ? texts.editThis(vaccine.name) : texts.seeThis(vaccine.name)}
                  onClick={() => onOpen(vaccine)}
                >
                  {editable ? texts.edit : texts.see}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}

function Marketed({ vaccine: { marketedFrom, marketedUntil } }: { readonly vaccine: Vaccine }) {
  const texts = useTexts(vaccineTexts)
  const dates = useDates()
  return (
    <>
      {marketedFrom && <div>{texts.since(dates.civil(marketedFrom))}</div>}
      {marketedUntil && <div>{texts.until(dates.civil(marketedUntil))}</div>}
    </>
  )
}

function State({ vaccine }: { readonly vaccine: Vaccine }) {
  const texts = useTexts(vaccineTexts)
  return (
    <Stack gap={4} align="flex-start">
      <Text span inherit c={vaccine.active ? 'inherit' : 'dimmed'}>
        {vaccine.active ? texts.active : texts.inactive}
      </Text>
      {!vaccine.listed && (
        <Text size="sm" c="dimmed">
          {texts.notListed}
        </Text>
      )}
      {vaccine.localFields.length > 0 && (
        <Group gap={4}>
          <Badge size="sm" variant="light" tt="none">
            {texts.edited}
          </Badge>
        </Group>
      )}
    </Stack>
  )
}
