import { Alert, Checkbox, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { RunPageData } from '../../../../src/api/schemas/runs.ts'
import { fieldError } from '../../lib/api-problem.ts'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { countersOf, counterTexts } from '../../ui/counters.ts'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { schemaFields } from '../../ui/schema-form/schema-fields.ts'
import { SchemaForm } from '../../ui/schema-form/schema-form.tsx'
import { type SchemaValues, storedValues } from '../../ui/schema-form/schema-values.ts'
import { useRepeatedBatch, useRepetitionPreview } from './calls/repetition-query.ts'
import { useRepeatRun } from './calls/run-acts.ts'
import { runTexts } from './texts.ts'

interface Props {
  readonly page: RunPageData
  readonly opened: boolean
  readonly onClose: () => void
}

/** « Relancer »: the same or other parameters; says beforehand what it will do, and asks for the code where it destroys. */
export function RepeatDialog({ page, opened, onClose }: Props) {
  const texts = useTexts(runTexts)
  const navigate = useNavigate()
  const { run, batch } = page
  // What runs on request only was given its parameters by another page: they cannot be typed here.
  const planned = useRepeatedBatch(batch.code, opened && batch.planned)
  const schema = planned.data?.parametersSchema ?? null
  const dangerous = planned.data?.batch.dangerous ?? false
  const [changing, setChanging] = useState(false)
  const [values, setValues] = useState<SchemaValues>(run.parameters)
  const repeat = useRepeatRun(String(run.id))
  const close = () => {
    repeat.reset()
    onClose()
  }
  const confirm = () => {
    if (repeat.isPending) return
    repeat.mutate(
      {
        ...(changing && schema ? { parameters: storedValues(schemaFields(schema), values) } : {}),
        ...(dangerous ? { confirmation: batch.code } : {}),
      },
      {
        onSuccess: ({ runId }) => {
          notifications.show({ message: texts.againStarted })
          close()
          void navigate(paths.run(runId))
        },
      },
    )
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={texts.againTitle}
      onConfirm={confirm}
      onClose={close}
      loading={repeat.isPending}
      error={repeat.error}
      danger={dangerous}
      typedCode={dangerous ? batch.code : undefined}
      confirmLabel={texts.again}
    >
      <Stack gap="sm">
        <Text>{changing ? texts.againOthers(batch.code) : texts.againSame(batch.code)}</Text>
        <Text size="sm" c="dimmed">
          {texts.againBusy}
        </Text>
        {dangerous && <Danger code={batch.code} />}
        {schema && schemaFields(schema).length > 0 && (
          <>
            <Checkbox
              label={texts.againChange}
              checked={changing}
              onChange={(event) => setChanging(event.currentTarget.checked)}
            />
            {changing && (
              <section aria-label={texts.againParameters}>
                <SchemaForm
                  schema={schema}
                  values={values}
                  onChange={setValues}
                  errorOf={(name) => fieldError(repeat.error, `parameters.${name}`)}
                />
              </section>
            )}
          </>
        )}
      </Stack>
    </ConfirmDialog>
  )
}

function Danger({ code }: { readonly code: string }) {
  const texts = useTexts(runTexts)
  const words = useTexts(counterTexts)
  const dates = useDates()
  const preview = useRepetitionPreview(code, true)
  if (preview.isPending) return <LoadingRows rows={3} height={32} />
  if (preview.error) return <ProblemAlert error={preview.error} />
  return (
    <Alert color="red" title={texts.againDanger}>
      <KeyValueList
        items={countersOf(preview.data.figures, words, dates).map(({ label, text }) => ({
          label,
          value: text,
        }))}
      />
    </Alert>
  )
}
