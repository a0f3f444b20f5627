import { Alert, Drawer, Stack, Text } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { uiTexts } from '../../ui/texts.ts'
import type { Consultation } from './calls/consultations-query.ts'
import { useReadConsultation } from './calls/read-consultation.ts'
import { consultationsTexts } from './texts.ts'

interface Props {
  /** Null: closed, and nothing is asked for. */
  readonly consultation: Consultation | null
  readonly onClose: () => void
}

/** What one consultation says, for those who have the medical right. */
export function ContentDrawer({ consultation, onClose }: Props) {
  const texts = useTexts(consultationsTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Drawer
      opened={consultation !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={consultation ? texts.consultationNumber(consultation.id) : ''}
      closeButtonProps={{ 'aria-label': close }}
    >
      {consultation && <Content consultation={consultation} />}
    </Drawer>
  )
}

function Content({ consultation }: { consultation: Consultation }) {
  const texts = useTexts(consultationsTexts)
  const { data, error, refetch } = useReadConsultation(consultation.id)
  return (
    <Stack gap="lg" pb="xl">
      <KeyValueList
        items={[
          { label: texts.student, value: texts.record(consultation.studentId) },
          { label: texts.practitioner, value: consultation.practitioner },
          { label: texts.since, value: <DateTime at={consultation.openedAt} seconds={false} /> },
          {
            label: texts.lastActivity,
            value: <DateTime at={consultation.lastActivityAt} seconds={false} />,
          },
        ]}
      />
      {consultation.closedBy === 'FER_CON' && (
        <Alert color="orange" title={texts.unvalidated}>
          {texts.unvalidatedMore}
        </Alert>
      )}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={4} />}
      {data && data.content === null && <Text c="dimmed">{texts.nothingWritten}</Text>}
      {data?.content && (
        <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{data.content}</Text>
      )}
      <Text size="xs" c="dimmed">
        {texts.readingIsNoted}
      </Text>
    </Stack>
  )
}
