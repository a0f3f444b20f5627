import { Button, Group, MultiSelect, TextInput } from '@mantine/core'
import { useTexts } from '../../../lib/texts.ts'
import { triggers, triggerTexts } from '../../../ui/run-trigger.tsx'
import { stateCodes } from '../../../ui/state-badge.tsx'
import { historyTexts } from './texts.ts'
import type { useHistoryFilters } from './use-history-filters.ts'

interface Props {
  readonly state: ReturnType<typeof useHistoryFilters>
}

/** Status, origin and period; all in the address. */
export function HistoryFilterBar({ state }: Props) {
  const texts = useTexts(historyTexts)
  const origins = useTexts(triggerTexts)
  const { shown, change } = state
  return (
    <Group gap="sm" align="flex-end">
      <MultiSelect
        label={texts.state}
        placeholder={shown.state === '' ? texts.anyState : ''}
        data={Object.entries(stateCodes).map(([value, label]) => ({ value, label }))}
        value={shown.state === '' ? [] : shown.state.split(',')}
        onChange={(states) => change({ state: states.join(',') })}
        w={{ base: '100%', xs: 240 }}
      />
      <MultiSelect
        label={texts.origin}
        placeholder={shown.origin === '' ? texts.anyOrigin : ''}
        data={triggers.map((value) => ({ value, label: origins[value] }))}
        value={shown.origin === '' ? [] : shown.origin.split(',')}
        onChange={(chosen) => change({ origin: chosen.join(',') })}
        w={{ base: '100%', xs: 240 }}
      />
      <TextInput
        type="date"
        label={texts.from}
        value={shown.from}
        max={shown.to || undefined}
        onChange={(event) => change({ from: event.currentTarget.value })}
        w={{ base: '47%', xs: 160 }}
      />
      <TextInput
        type="date"
        label={texts.to}
        value={shown.to}
        min={shown.from || undefined}
        onChange={(event) => change({ to: event.currentTarget.value })}
        w={{ base: '47%', xs: 160 }}
      />
      {state.any && (
        <Button variant="subtle" onClick={state.clear}>
          {texts.clearFilters}
        </Button>
      )}
    </Group>
  )
}
