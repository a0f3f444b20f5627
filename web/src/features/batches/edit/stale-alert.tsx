import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { useDates } from '../../../lib/dates.ts'
import { useTexts } from '../../../lib/texts.ts'
import { problemWords } from '../../../ui/problem-words.ts'
import { schemaFormTexts } from '../../../ui/schema-form/texts.ts'
import { uiTexts } from '../../../ui/texts.ts'
import { Differences } from './differences.tsx'
import { formDifferences } from './plan-differences.ts'
import { type PlanForm, type PlanSource, planForm } from './plan-form.ts'
import { editTexts } from './texts.ts'

interface StaleProps {
  /** The newer version, where an event has brought it already. */
  readonly changed: Batch | null
  /** The refusal of a save, which names who changed it. */
  readonly error: unknown
  readonly onReload: () => Promise<void>
}

/** Somebody else has saved meanwhile: nothing is merged silently, and nothing that was typed is lost. */
export function StaleAlert({ changed, error, onReload }: StaleProps) {
  const texts = useTexts(editTexts)
  const ui = useTexts(uiTexts)
  const dates = useDates()
  const [loading, setLoading] = useState(false)
  const who = changed
    ? texts.changedBy(changed.changedBy, dates.dateTime(changed.changedAt))
    : problemWords(error, ui).detail
  return (
    <Alert color="orange" title={texts.changedTitle} role="alert">
      <Stack gap="xs" align="flex-start">
        {who && <Text size="sm">{who}</Text>}
        <Text size="sm">{texts.changedDetail}</Text>
        <Button
          size="xs"
          variant="default"
          loading={loading}
          onClick={() => {
            setLoading(true)
            void onReload().finally(() => setLoading(false))
          }}
        >
          {texts.reload}
        </Button>
      </Stack>
    </Alert>
  )
}

interface TypedProps {
  readonly saved: PlanSource
  readonly typed: PlanForm
  readonly onTake: () => void
  readonly onForget: () => void
}

/** After reloading: what was typed, beside what is saved now. */
export function TypedAlert({ saved, typed, onTake, onForget }: TypedProps) {
  const texts = useTexts(editTexts)
  const valueTexts = useTexts(schemaFormTexts)
  const dates = useDates()
  const differences = formDifferences(planForm(saved), typed, texts, valueTexts, dates)
  if (differences.length === 0) return null
  return (
    <Alert color="blue" title={texts.typedTitle} role="status">
      <Stack gap="xs">
        <Text size="sm">{texts.typedDetail}</Text>
        <Differences differences={differences} />
        <Group gap="xs">
          <Button size="xs" onClick={onTake}>
            {texts.typedAgain}
          </Button>
          <Button size="xs" variant="default" onClick={onForget}>
            {texts.forget}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
