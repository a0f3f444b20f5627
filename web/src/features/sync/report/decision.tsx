import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { apiUrl } from '../../../lib/api-client.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { type Decision as DecisionKind, useDecision } from '../../../ui/exchange/use-decision.ts'
import type { SyncReport } from '../calls/report-query.ts'
import { syncTexts } from '../texts.ts'

/** A held file: the two ways out. Why it waits stands in the verdict above. */
export function Decision({ report }: { readonly report: SyncReport }) {
  const texts = useTexts(syncTexts)
  const navigate = useNavigate()
  const [asked, setAsked] = useState<DecisionKind | null>(null)
  const shownBy = [['sync-exchange', String(report.id)], ['sync-tools']]
  const decide = useDecision(report.runId, shownBy, (appliedBy) => {
    setAsked(null)
    if (appliedBy !== null) void navigate(apiUrl(paths.syncTool(report.tool), { run: appliedBy }))
  })
  return (
    <Alert
      color="grape"
      variant="outline"
      icon={<IconHourglass aria-hidden="true" />}
      title={texts.heldTitle}
      bg="var(--mantine-color-body)"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{texts.heldMore}</Text>
        {report.actions.decide ? (
          <Group gap="sm">
            <Button color="red" onClick={() => setAsked('approval')}>
              {texts.approve}
            </Button>
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
      <ConfirmDialog
        opened={asked !== null}
        title={asked === 'discard' ? texts.discard : texts.approve}
        confirmLabel={asked === 'discard' ? texts.discard : texts.approve}
        danger
        loading={decide.isPending}
        error={decide.error}
        onClose={() => setAsked(null)}
        onConfirm={() => asked && decide.mutate(asked)}
      >
        <Text>{asked === 'discard' ? texts.discardQuestion : texts.approveQuestion}</Text>
      </ConfirmDialog>
    </Alert>
  )
}
