import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../../lib/paths.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { usePlanWords, writes } from '../../../ui/exchange/plan-words.ts'
import { type Decision as DecisionKind, useDecision } from '../../../ui/exchange/use-decision.ts'
import type { ImportReport } from '../calls/report-query.ts'
import { importTexts } from '../texts.ts'

/** A held import: why it waits, and the two ways out. Each repeats the figures and how many people they concern. */
export function Decision({ report }: { readonly report: ImportReport }) {
  const texts = useTexts(importTexts)
  const textOf = useTextOf()
  const [asked, setAsked] = useState<DecisionKind | null>(null)
  return (
    <Alert
      color="grape"
      variant="outline"
      icon={<IconHourglass aria-hidden="true" />}
      title={texts.heldTitle}
      bg="var(--mantine-color-body)"
    >
      <Stack gap="sm" align="flex-start">
        <ul style={{ margin: 0, paddingLeft: '1.1rem' }}>
          {report.hold.map((reason) => (
            <li key={reason.fr}>{textOf(reason)}</li>
          ))}
        </ul>
        <Text size="sm">{texts.heldDetail}</Text>
        {report.actions.decide ? (
          <Group gap="sm">
            <Button onClick={() => setAsked('approval')}>{texts.approve}</Button>
            <Button variant="default" onClick={() => setAsked('discard')}>
              {texts.discard}
            </Button>
          </Group>
        ) : (
          <Text size="sm" fw={600}>
            {texts.onlyAdministrators}
          </Text>
        )}
      </Stack>
      {(['approval', 'discard'] as const).map((kind) => (
        <Confirmation
          key={kind}
          kind={kind}
          opened={asked === kind}
          report={report}
          onClose={() => setAsked(null)}
        />
      ))}
    </Alert>
  )
}

interface ConfirmationProps {
  readonly kind: DecisionKind
  readonly opened: boolean
  readonly report: ImportReport
  readonly onClose: () => void
}

function Confirmation({ kind, opened, report, onClose }: ConfirmationProps) {
  const texts = useTexts(importTexts)
  const planWords = usePlanWords()
  const navigate = useNavigate()
  const decision = useDecision(report.runId, [['imports']], (appliedBy) => {
    onClose()
    if (appliedBy !== null) void navigate(paths.importReport(appliedBy))
  })
  const what = planWords(report.tally, 'sentence')
  const people = texts.people(writes(report.tally))
  const approving = kind === 'approval'
  return (
    <ConfirmDialog
      opened={opened}
      title={approving ? texts.approveTitle : texts.discardTitle}
      confirmLabel={approving ? texts.approve : texts.discard}
      danger={!approving}
      loading={decision.isPending}
      error={decision.error}
      onClose={onClose}
      onConfirm={() => decision.mutate(kind)}
    >
      <Stack gap="xs">
        <Text>{approving ? texts.approveQuestion(what, people) : texts.discardQuestion(what, people)}</Text>
        {approving && (
          <Text size="sm" c="dimmed">
            {texts.approveMore}
          </Text>
        )}
      </Stack>
    </ConfirmDialog>
  )
}
