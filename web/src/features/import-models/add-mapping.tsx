import { Button, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { useAddCode } from './calls/codes-query.ts'
import { useItemChoice, useNomenclatures } from './calls/items-query.ts'
import { modelTexts } from './texts.ts'

/** One more mapping: list, registry's code, item. The list stays chosen for the next one. */
export function AddMapping({ model }: { readonly model: string }) {
  const texts = useTexts(modelTexts)
  const add = useAddCode(model)
  const lists = useNomenclatures()
  const [nomenclature, setNomenclature] = useState('')
  const [sourceCode, setSourceCode] = useState('')
  const [itemId, setItemId] = useState<string | null>(null)
  const [search, setSearch] = useState('')
  const [searched] = useDebouncedValue(search, 250)
  // What is typed is, once an item is chosen, that item's own words: no search.
  const items = useItemChoice(nomenclature, itemId === null ? searched : '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (nomenclature === '' || itemId === null) return
    add.mutate(
      { nomenclature, sourceCode, itemId: Number(itemId) },
      {
        onSuccess: () => {
          setSourceCode('')
          setItemId(null)
          setSearch('')
        },
      },
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <Select
            label={texts.nomenclature}
            data={(lists.data?.items ?? []).map(({ code, label }) => ({ value: code, label }))}
            value={nomenclature || null}
            onChange={(code) => {
              setNomenclature(code ?? '')
              setItemId(null)
              setSearch('')
            }}
            allowDeselect={false}
            error={fieldError(add.error, 'nomenclature')}
          />
          <TextInput
            label={texts.sourceCode}
            value={sourceCode}
            onChange={(event) => setSourceCode(event.currentTarget.value)}
            maxLength={50}
            autoComplete="off"
            spellCheck={false}
            error={fieldError(add.error, 'sourceCode')}
          />
          <Select
            label={texts.item}
            placeholder={texts.itemPlaceholder}
            data={(items.data?.items ?? []).map((item) => ({
              value: String(item.id),
              label: `${item.parentCode === null ? '' : `${item.parentCode} / `}${item.code} – ${item.label}`,
            }))}
            value={itemId}
            onChange={setItemId}
            searchable
            searchValue={search}
            onSearchChange={setSearch}
            // The server has searched already, whatever the accents.
            filter={({ options }) => options}
            nothingFoundMessage={texts.noItem}
            disabled={nomenclature === ''}
            error={fieldError(add.error, 'itemId')}
          />
        </SimpleGrid>
        <ProblemAlert error={add.error} fields={['nomenclature', 'sourceCode', 'itemId']} />
        <Button
          type="submit"
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          disabled={nomenclature === '' || sourceCode.trim() === '' || itemId === null}
          loading={add.isPending}
          style={{ alignSelf: 'flex-start' }}
        >
          {texts.addCode}
        </Button>
      </Stack>
    </form>
  )
}
