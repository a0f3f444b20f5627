import { Stack, Text } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Setting, SettingList } from '../../../../src/api/schemas/settings.ts'
import { api } from '../../lib/api-client.ts'
import { useMay } from '../../lib/roles.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { Section } from '../../ui/section.tsx'
import { SettingRow } from '../../ui/setting/setting-row.tsx'
import { MaintenanceSection } from './maintenance-section.tsx'
import { admissionsParametersTexts } from './texts.ts'

const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => api.get<SettingList>('/api/settings'),
})

const messageKey = 'admissions.maintenance.message'

/** The parameters of the admissions office (admissions.md 3.0), the maintenance switch on top. */
export function AdmissionsParametersPage() {
  const texts = useTexts(admissionsParametersTexts)
  const may = useMay()
  const { data, error, refetch } = useQuery(settingsQuery)
  const settings = data?.items.filter(({ application }) => application === 'admissions')
  const administrator = may('admissions', 'administrator')
  const message = settings?.find(({ key }) => key === messageKey)
  const others = administrator ? settings?.filter(({ key }) => key !== messageKey) : settings
  return (
    <Stack gap={0} maw="60rem">
      <PageHeader title={texts.title} description={texts.description} />
      <Stack gap="lg">
        {administrator && (
          <MaintenanceSection>
            {message && <SettingRow key={mounted(message)} setting={message} />}
          </MaintenanceSection>
        )}
        <SearchBox label={texts.search} />
        {!administrator && <Text c="dimmed">{texts.readOnly}</Text>}
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!settings && !error && <LoadingRows rows={6} height={96} />}
        {others && <Groups settings={others} />}
      </Stack>
    </Stack>
  )
}

function Groups({ settings }: { settings: readonly Setting[] }) {
  const texts = useTexts(admissionsParametersTexts)
  const textOf = useTextOf()
  const [{ q }] = useUrlState({ q: '' })
  const wanted = plain(q)
  const found = settings.filter((setting) =>
    plain(`${setting.key} ${textOf(setting.label)}`).includes(wanted),
  )
  if (found.length === 0) {
    return (
      <EmptyState title={texts.emptyTitle} icon={<IconAdjustments size={32} />}>
        {texts.emptyDetail}
      </EmptyState>
    )
  }
  const names: Readonly<Record<string, string>> = texts.groups
  return [...Map.groupBy(found, ({ group }) => group)].map(([group, members]) => (
    <Section key={group} title={Object.hasOwn(names, group) ? (names[group] ?? group) : group}>
      <div>
        {members.map((setting) => (
          <SettingRow key={mounted(setting)} setting={setting} />
        ))}
      </div>
    </Section>
  ))
}

/** A value saved, here or by somebody else, mounts its row anew. */
function mounted({ key, changedAt }: Setting): string {
  return `${key} ${changedAt}`
}

/** Without accents and case. */
function plain(text: string): string {
  return text.trim().normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
