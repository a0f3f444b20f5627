import { Button, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { useTexts } from '../../lib/texts.ts'
import { noFilters, type useAuditFilters } from './audit-filters.ts'
import { auditTexts } from './texts.ts'

const pauseMs = 350

type Filters = ReturnType<typeof useAuditFilters>

/** Criteria, kept in the address. Texts wait for a pause of the typing; « Tout effacer » mounts the bar anew. */
export function AuditFilterBar({ filters }: { filters: Filters }) {
  const texts = useTexts(auditTexts)
  const { typed, setTyped, any } = filters
  const [clears, setClears] = useState(0)
  return (
    <Group component="search" align="flex-end" gap="sm" aria-label={texts.filters} key={clears}>
      <FilterText name="actor" label={texts.actor} hint={texts.actorHint} filters={filters} isSearch />
      <Select
        label={texts.action}
        placeholder={texts.anyAction}
        data={Object.entries(texts.families).map(([value, label]) => ({ value, label }))}
        value={typed.action || null}
        onChange={(action) => setTyped({ action: action ?? '' })}
        clearable
        clearButtonProps={{ 'aria-label': texts.anyAction }}
        w={{ base: '100%', xs: 200 }}
      />
      <FilterText name="subject" label={texts.subject} hint={texts.subjectHint} filters={filters} />
      <TextInput
        type="date"
        label={texts.from}
        value={typed.from}
        {...(typed.to && { max: typed.to })}
        onChange={(event) => setTyped({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={texts.to}
        value={typed.to}
        {...(typed.from && { min: typed.from })}
        onChange={(event) => setTyped({ to: event.currentTarget.value })}
      />
      {any && (
        <Button
          variant="subtle"
          onClick={() => {
            setTyped(noFilters)
            setClears(clears + 1)
          }}
        >
          {texts.clear}
        </Button>
      )}
    </Group>
  )
}

interface FilterTextProps {
  readonly name: 'actor' | 'subject'
  readonly label: string
  readonly hint: string
  readonly filters: Filters
  readonly isSearch?: boolean
}

function FilterText({ name, label, hint, filters, isSearch }: FilterTextProps) {
  const [value, setValue] = useState(filters.typed[name])
  const keep = useDebouncedCallback((text: string) => filters.setTyped({ [name]: text.trim() }), pauseMs)
  return (
    <TextInput
      label={label}
      placeholder={hint}
      value={value}
      onChange={(event) => {
        setValue(event.currentTarget.value)
        keep(event.currentTarget.value)
      }}
      spellCheck={false}
      {...(isSearch && { 'data-page-search': true })}
      w={{ base: '100%', xs: 210 }}
    />
  )
}
