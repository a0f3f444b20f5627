import { Button, Group, Select, TextInput } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { SearchBox } from '../../ui/search-box.tsx'
import { useMotives } from './calls/choices-query.ts'
import type { FollowUpFilters } from './calls/follow-ups-query.ts'
import { followUpTexts } from './texts.ts'

const none = { q: '', state: '', motive: '', from: '', to: '' }

/** The criteria as they stand in the address, and as the server wants them. */
export function useFollowUpFilters() {
  const [typed, setTyped] = useUrlState(none)
  const asked: FollowUpFilters = {
    ...(typed.q && { search: typed.q }),
    ...(typed.state && { state: typed.state }),
    ...(typed.motive && { motive: typed.motive }),
    ...(typed.from && { dueFrom: typed.from }),
    ...(typed.to && { dueTo: typed.to }),
  }
  return { typed, setTyped, asked, any: Object.keys(asked).length > 0 }
}

export function FollowUpFilterBar({ filters }: { readonly filters: ReturnType<typeof useFollowUpFilters> }) {
  const texts = useTexts(followUpTexts)
  const motives = useMotives()
  const { typed, setTyped, any } = filters
  return (
    <Group component="search" align="flex-end" gap="sm" aria-label={texts.filters}>
      <SearchBox label={texts.search} width={220} />
      <Select
        label={texts.state}
        placeholder={texts.anyState}
        data={Object.entries(texts.states).map(([value, label]) => ({ value, label }))}
        value={typed.state || null}
        onChange={(state) => setTyped({ state: state ?? '' })}
        clearable
        clearButtonProps={{ 'aria-label': texts.anyState }}
        w={{ base: '100%', xs: 150 }}
      />
      <Select
        label={texts.motive}
        placeholder={texts.anyMotive}
        data={(motives.data ?? []).map(({ code, label }) => ({ value: code, label }))}
        value={typed.motive || null}
        onChange={(motive) => setTyped({ motive: motive ?? '' })}
        clearable
        clearButtonProps={{ 'aria-label': texts.anyMotive }}
        w={{ base: '100%', xs: 190 }}
      />
      <TextInput
        type="date"
        label={texts.dueFrom}
        value={typed.from}
        {...(typed.to && { max: typed.to })}
        onChange={(event) => setTyped({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={texts.dueTo}
        value={typed.to}
        {...(typed.from && { min: typed.from })}
        onChange={(event) => setTyped({ to: event.currentTarget.value })}
      />
      {any && (
        <Button variant="subtle" onClick={() => setTyped(none)}>
          {texts.clear}
        </Button>
      )}
    </Group>
  )
}
