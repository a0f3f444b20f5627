import { Button, Group, Modal, Paper, Stack, Text } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { useDecideIdentity } from './calls/opi-acts.ts'
import { type OpiMatches, type QueuedOpi, useMatches } from './calls/opi-queries.ts'
import { opiTexts } from './texts.ts'

interface Props {
  readonly opi: QueuedOpi
  readonly opened: boolean
  readonly onClose: () => void
}

/** The candidate beside the records that may be theirs: an administrator says which, or none. */
export function IdentityWindow({ opi, opened, onClose }: Props) {
  const texts = useTexts(opiTexts)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={texts.decideTitle(opi.dossierNo)}
      closeButtonProps={{ 'aria-label': texts.close }}
      size="lg"
      centered
    >
      {opened && <Decision applicationId={opi.applicationId} onClose={onClose} />}
    </Modal>
  )
}

function Decision({
  applicationId,
  onClose,
}: {
  readonly applicationId: number
  readonly onClose: () => void
}) {
  const texts = useTexts(opiTexts)
  const matches = useMatches(applicationId, true)
  const decide = useDecideIdentity(applicationId)
  const decided = {
    onSuccess: () => {
      tell(texts.decided)
      onClose()
    },
  }
  if (matches.error) return <ErrorState error={matches.error} onRetry={() => void matches.refetch()} />
  if (!matches.data) return <LoadingRows rows={3} />
  const { candidate, records } = matches.data
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {texts.decideMore}
      </Text>
      <Person title={`${texts.candidate} ${candidate.dossierNo}`} {...candidate} />
      {records.length === 0 && <Text size="sm">{texts.noRecords}</Text>}
      {records.map((record) => (
        <Person key={record.recordId} title={texts.record(record.recordId)} {...record} record={record}>
          <Button
            size="xs"
            variant="default"
            aria-label={texts.attachOf(record.recordId)}
            loading={decide.isPending}
            onClick={() => decide.mutate({ decision: 'attach', recordId: record.recordId }, decided)}
          >
            {texts.attach}
          </Button>
        </Person>
      ))}
      <ProblemAlert error={decide.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {texts.close}
        </Button>
        {records.length > 0 && (
          <Button loading={decide.isPending} onClick={() => decide.mutate({ decision: 'apart' }, decided)}>
            {texts.apart}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

interface PersonProps {
  readonly title: string
  readonly birthName: string
  readonly firstName: string
  readonly bornOn: string | null
  readonly studentNo: string | null
  readonly record?: OpiMatches['records'][number]
  readonly children?: React.ReactNode
}

function Person({ title, birthName, firstName, bornOn, studentNo, record, children }: PersonProps) {
  const texts = useTexts(opiTexts)
  const dates = useDates()
  return (
    <Paper withBorder p="sm" radius="md">
      <Group justify="space-between" gap="md">
        <div>
          <Text size="xs" c="dimmed">
            {title}
            {record !== undefined && ` · ${texts.code} ${record.opiCode}`}
          </Text>
          <Text size="sm" fw={600}>
            {birthName} {firstName}
          </Text>
          <Text size="sm">
            {texts.born} {bornOn === null ? '–' : dates.civil(bornOn)} · {texts.studentNo} {studentNo ?? '–'}
          </Text>
          {record !== undefined && (
            <Text size="xs" c="dimmed">
              {texts.foundBy} {texts.by[record.by]} · {texts.wishes(record.wishes.length)}
            </Text>
          )}
        </div>
        {children}
      </Group>
    </Paper>
  )
}
