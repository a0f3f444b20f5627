import { Button, Stack, Text } from '@mantine/core'
import { IconDatabaseImport } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import { usePlanWords, writes } from '../../../ui/exchange/plan-words.ts'
import { ProblemAlert } from '../../../ui/problem-alert.tsx'
import type { ImportReport } from '../calls/report-query.ts'
import { useRequestImport } from '../calls/request-import.ts'
import { importTexts } from '../texts.ts'

/** « Importer : 12 créations, 340 mises à jour »: what a simulation showed, done for real. */
export function ImportButton({ simulation }: { readonly simulation: ImportReport }) {
  const texts = useTexts(importTexts)
  const planWords = usePlanWords()
  const navigate = useNavigate()
  const request = useRequestImport()
  const { tally, uploadId, model, runId } = simulation
  const nothing = writes(tally) === 0
  if (uploadId === null || model === null) return null
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        leftSection={<IconDatabaseImport size={18} aria-hidden="true" />}
        disabled={nothing}
        loading={request.isPending}
        onClick={() =>
          request.mutate(
            { uploadId, model, dryRun: false, simulation: runId },
            { onSuccess: (asked) => void navigate(paths.importReport(asked.runId)) },
          )
        }
        h="auto"
        mih={36}
        py={6}
        styles={{ label: { whiteSpace: 'normal' } }}
      >
        {nothing ? texts.nothingToImport : texts.importWhat(planWords(tally))}
      </Button>
      <Text size="sm" c="dimmed">
        {nothing ? (tally.rejected > 0 ? texts.nothingTaken : texts.nothingToImportHint) : texts.moved}
      </Text>
      <ProblemAlert error={request.error} />
    </Stack>
  )
}
