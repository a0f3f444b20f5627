import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { AdmissionsMaintenance } from '../../../../src/api/schemas/admissions-candidates.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { admissionsMaintenanceQuery, useSwitchAdmissions } from './admissions-maintenance.ts'
import { admissionsParametersTexts } from './texts.ts'

/** The switch, for administrators; below it what candidates are told meanwhile. */
export function MaintenanceSection({ children }: { children: ReactNode }) {
  const texts = useTexts(admissionsParametersTexts)
  const { data, error, refetch } = useQuery(admissionsMaintenanceQuery)
  return (
    <Section title={texts.maintenance} description={texts.maintenanceHint}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={1} height={56} />}
      {data && <MaintenanceSwitch maintenance={data} />}
      {children}
    </Section>
  )
}

function MaintenanceSwitch({ maintenance }: { maintenance: AdmissionsMaintenance }) {
  const texts = useTexts(admissionsParametersTexts)
  const change = useSwitchAdmissions()
  // What the open question asks for: the switch may turn under it, by somebody else.
  const [asked, setAsked] = useState<boolean | null>(null)
  const [lastAsked, setLastAsked] = useState(false)
  const ask = () => {
    change.reset()
    setAsked(!maintenance.on)
    setLastAsked(!maintenance.on)
  }
  const words = lastAsked
    ? { title: texts.start, question: texts.startQuestion, done: texts.started }
    : { title: texts.stop, question: texts.stopQuestion, done: texts.stopped }
  return (
    <Group justify="space-between" gap="md">
      <Standing maintenance={maintenance} />
      <Button {...(maintenance.on ? {} : { variant: 'light', color: 'orange' })} onClick={ask}>
        {maintenance.on ? texts.stop : texts.start}
      </Button>
      <ConfirmDialog
        opened={asked !== null}
        title={words.title}
        onClose={() => setAsked(null)}
        loading={change.isPending}
        error={change.error}
        onConfirm={() =>
          asked !== null &&
          change.mutate(asked, {
            onSuccess: () => {
              setAsked(null)
              tell(words.done)
            },
          })
        }
      >
        {words.question}
      </ConfirmDialog>
    </Group>
  )
}

function Standing({ maintenance }: { maintenance: AdmissionsMaintenance }) {
  const texts = useTexts(admissionsParametersTexts)
  const { on, since, by, nextOn, nextOff } = maintenance
  const next = on ? nextOff : nextOn
  return (
    <Stack gap={4} flex="1 1 18rem">
      <Group gap="xs">
        <Badge color={on ? 'orange' : 'green'} variant="light" size="lg">
          {on ? texts.closed : texts.open}
        </Badge>
        {on && (
          <Text size="sm">
            {texts.since} <DateTime at={since} seconds={false} />{' '}
            {by !== null && texts.by(by.replace('SYSTEM:', ''))}
          </Text>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {next === null ? (
          on ? (
            texts.noReturn
          ) : (
            texts.notPlanned
          )
        ) : (
          <>
            {on ? texts.plannedOff : texts.plannedOn} <DateTime at={next} seconds={false} />
          </>
        )}
      </Text>
    </Stack>
  )
}
