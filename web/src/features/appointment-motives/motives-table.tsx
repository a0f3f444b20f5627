import { Button, Switch, Table, Text, VisuallyHidden } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { tell } from '../../ui/tell.ts'
import type { Motive } from './calls/motives-query.ts'
import { useChangeMotive } from './calls/save-motive.ts'
import { motiveTexts } from './texts.ts'

interface Props {
  readonly motives: readonly Motive[]
  readonly editable: boolean
  readonly onOpen: (id: number) => void
}

export function MotivesTable({ motives, editable, onOpen }: Props) {
  const texts = useTexts(motiveTexts)
  return (
    <TableFrame minWidth={720}>
      <Table aria-label={texts.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.motive}</Table.Th>
            <Table.Th>{texts.reminder}</Table.Th>
            <Table.Th>{texts.lead}</Table.Th>
            <Table.Th>{texts.mail}</Table.Th>
            <Table.Th>{texts.duration}</Table.Th>
            <Table.Th ta="right">{texts.toCome}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{texts.acts}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {motives.map((motive) => (
            <Row key={motive.id} motive={motive} editable={editable} onOpen={onOpen} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}

function Row({ motive, editable, onOpen }: { motive: Motive } & Omit<Props, 'motives'>) {
  const texts = useTexts(motiveTexts)
  const dates = useDates()
  const change = useChangeMotive()
  const { id, version, label, publicLabel, active, minutes, reminderActive, reminderDays, toCome } = motive
  const own = motive.mailSubject !== null || motive.mailBody !== null
  const remind = (wanted: boolean) =>
    change.mutate(
      { id, version, reminderActive: wanted },
      { onSuccess: () => tell(wanted ? texts.reminderOn(label) : texts.reminderOff(label)) },
    )
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} miw={180} style={{ overflowWrap: 'anywhere' }}>
        <Text span inherit fw={600} {...(active ? {} : { c: 'dimmed' })}>
          {label}
        </Text>
        {!active && (
          <Text span size="xs" c="dimmed">
            {' '}
            ({texts.inactive})
          </Text>
        )}
        {publicLabel && (
          <Text size="xs" c="dimmed">
            {texts.publicLabel(publicLabel)}
          </Text>
        )}
      </Table.Th>
      <Table.Td>
        {editable ? (
          <Switch
            aria-label={texts.remindOf(label)}
            label={reminderActive ? texts.on : texts.off}
            checked={reminderActive}
            disabled={change.isPending}
            onChange={(event) => remind(event.currentTarget.checked)}
          />
        ) : reminderActive ? (
          texts.on
        ) : (
          texts.off
        )}
        <ProblemAlert error={change.error} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Text span inherit {...(reminderActive ? {} : { c: 'dimmed' })}>
          {texts.days(reminderDays)}
        </Text>
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{own ? texts.ownMail : texts.defaultMail}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{texts.minutes(minutes)}</Table.Td>
      <Table.Td ta="right">{toCome === 0 ? '–' : dates.number(toCome)}</Table.Td>
      <Table.Td ta="right">
        <Button
          variant="default"
          size="xs"
          aria-label={editable ? texts.editThis(label) : texts.openThis(label)}
          onClick={() => onOpen(id)}
        >
          {editable ? texts.edit : texts.open}
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}
