import { Button, Group, Stack, Text } from '@mantine/core'
import { IconFlask, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { useTexts } from '../../../lib/texts.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { ProblemAlert } from '../../../ui/problem-alert.tsx'
import { useRequestSync } from '../calls/request-sync.ts'
import type { ToolPage } from '../calls/tool-query.ts'
import { syncTexts } from '../texts.ts'
import type { Chosen } from './file-selection.tsx'

interface Props {
  readonly tool: ToolPage
  readonly chosen: Chosen | null
  readonly onAsked: (runId: number) => void
}

/** « Simuler l’opération » first, « Charger et exécuter » beside it, which asks before it writes. */
export function LaunchButtons({ tool, chosen, onAsked }: Props) {
  const texts = useTexts(syncTexts)
  const [asking, setAsking] = useState(false)
  const simulation = useRequestSync(tool.tool)
  const real = useRequestSync(tool.tool)
  const nothing =
    chosen === null && !tool.candidates.some(({ standing }) => standing === 'next' || standing === 'taken')
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button
          leftSection={<IconFlask size={18} aria-hidden="true" />}
          disabled={nothing}
          loading={simulation.isPending}
          onClick={() =>
            simulation.mutate({ file: chosen, dryRun: true }, { onSuccess: ({ runId }) => onAsked(runId) })
          }
        >
          {texts.simulate}
        </Button>
        {tool.actions.run && (
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={18} aria-hidden="true" />}
            disabled={nothing}
            onClick={() => setAsking(true)}
          >
            {texts.run}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {nothing ? texts.nothingToRun : texts.simulateMore}
      </Text>
      <ProblemAlert error={simulation.error} />
      <ConfirmDialog
        opened={asking}
        title={texts.run}
        confirmLabel={texts.runYes}
        danger={tool.destroys}
        typedCode={tool.destroys ? tool.tool : undefined}
        loading={real.isPending}
        error={real.error}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          real.mutate(
            {
              file: chosen,
              dryRun: false,
              ...(tool.destroys && { confirmTool: tool.tool }),
            },
            {
              onSuccess: ({ runId }) => {
                setAsking(false)
                onAsked(runId)
              },
            },
          )
        }
      >
        <Text>{tool.destroys ? texts.destroyQuestion : texts.runQuestion}</Text>
      </ConfirmDialog>
    </Stack>
  )
}
