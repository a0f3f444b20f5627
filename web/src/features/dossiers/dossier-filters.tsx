import { Group, Select } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { SearchBox } from '../../ui/search-box.tsx'
import { useDossierChoices } from './calls/dossiers-query.ts'
import { dossiersTexts } from './texts.ts'

export const dossierFilters = {
  q: '',
  campaign: '',
  state: '',
  formation: '',
  application: '',
  failed: '',
}

/** Batches that put units aside. */
const batches = [
  'BATCH_ASYNC_OPI',
  'BATCH_ASYNC_OPI_PJ',
  'BATCH_DESIST_AUTO',
  'BATCH_RELANCE_FAVO',
  'BATCH_NETTOYAGE_CPT',
  'BATCH_DESTRUCT_DOSSIER',
]

/** All of them in the address: a list can be shared as it stands. */
export function DossierFilters() {
  const texts = useTexts(dossiersTexts)
  const [filters, setFilters] = useUrlState(dossierFilters)
  const choices = useDossierChoices()
  const words = (of: Readonly<Record<string, string>>) =>
    Object.entries(of).map(([value, label]) => ({ value, label }))
  const select = (
    name: 'campaign' | 'state' | 'formation' | 'application' | 'failed',
    placeholder: string,
    data: { value: string; label: string }[],
    width: number,
  ) => (
    <Select
      aria-label={texts[name]}
      placeholder={placeholder}
      data={data}
      value={filters[name] || null}
      onChange={(value) => setFilters({ [name]: value ?? '' })}
      clearable
      searchable={name === 'formation'}
      limit={200}
      w={{ base: '100%', xs: width }}
    />
  )
  return (
    <Group gap="sm">
      <SearchBox label={texts.search} width={260} />
      {select(
        'campaign',
        texts.anyCampaign,
        (choices.data?.campaigns ?? []).map(({ id, code, archived }) => ({
          value: String(id),
          label: archived ? `${code} (${texts.archived})` : code,
        })),
        215,
      )}
      {select('state', texts.anyState, words(texts.accountStates), 190)}
      {select(
        'formation',
        texts.anyFormation,
        (choices.data?.formations ?? []).map(({ id, code, label }) => ({
          value: String(id),
          label: `${code} · ${label}`,
        })),
        240,
      )}
      {select('application', texts.anyApplication, words(texts.applicationStates), 230)}
      {select(
        'failed',
        texts.noFailed,
        [
          { value: 'any', label: texts.anyFailed },
          ...batches.map((value) => ({ value, label: texts.failedIn(value) })),
        ],
        250,
      )}
    </Group>
  )
}
