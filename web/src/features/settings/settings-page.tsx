import { Stack, Text } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Setting, SettingList } from '../../../../src/api/schemas/settings.ts'
import { useSession } from '../../lib/session.ts'
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
import { ConfigurationSection } from './configuration-section.tsx'
import { settingsQuery } from './list-settings.ts'
import { TestMailSection } from './test-mail-section.tsx'
import { TestWebhookSection } from './test-webhook-section.tsx'
import { settingsTexts } from './texts.ts'

export function SettingsPage() {
  const texts = useTexts(settingsTexts)
  const { data, error, refetch } = useQuery(settingsQuery)
  return (
    <Stack gap={0} maw="60rem">
      <PageHeader title={texts.title} description={texts.description} />
      <Stack gap="lg">
        <SearchBox label={texts.search} />
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <LoadingRows rows={6} height={96} />}
        {data && <Settings list={data} />}
      </Stack>
    </Stack>
  )
}

function Settings({ list }: { list: SettingList }) {
  const texts = useTexts(settingsTexts)
  const textOf = useTextOf()
  const { administrator } = useSession()
  const [{ q }] = useUrlState({ q: '' })
  const found = list.items.filter((setting) =>
    `${setting.key} ${textOf(setting.label)}`.toLowerCase().includes(q.trim().toLowerCase()),
  )
  const everything = q.trim() === ''
  const shown = everything ? found.filter((setting) => !isLeftToGeneral(setting)) : found
  return (
    <>
      {groupsOf(shown).map((group) => (
        <SettingGroup key={group.key} group={group} />
      ))}
      {found.length === 0 && (
        <EmptyState title={texts.emptyTitle} icon={<IconSettings size={32} />}>
          {texts.emptyDetail}
        </EmptyState>
      )}
      {shown.length < found.length && (
        <Text size="sm" c="dimmed">
          {texts.leftToGeneral(found.length - shown.length)}
        </Text>
      )}
      {everything && administrator && <TestMailSection />}
      {everything && administrator && <TestWebhookSection />}
      {everything && list.configuration && <ConfigurationSection configuration={list.configuration} />}
    </>
  )
}

/** A tool's own word where it has none: there are dozens, and its page shows them. */
function isLeftToGeneral({ overrides, value, default: usual }: Setting): boolean {
  return overrides !== null && value === usual
}

interface Group {
  readonly key: string
  readonly application: string
  readonly group: string
  readonly settings: readonly Setting[]
}

/** In the order in which the server lists them. */
function groupsOf(settings: readonly Setting[]): readonly Group[] {
  const groups = Map.groupBy(settings, (setting) => `${setting.application}.${setting.group}`)
  return [...groups].map(([key, members]) => ({
    key,
    application: members[0]!.application,
    group: members[0]!.group,
    settings: members,
  }))
}

function SettingGroup({ group }: { group: Group }) {
  const texts = useTexts(settingsTexts)
  const textOf = useTextOf()
  const { applications } = useSession()
  const application = applications.find(({ code }) => code === group.application)
  const names: Readonly<Record<string, string>> = texts.groups
  const name = Object.hasOwn(names, group.group) ? (names[group.group] ?? group.group) : group.group
  return (
    <Section title={texts.groupOf(application ? textOf(application.label) : group.application, name)}>
      <div>
        {group.settings.map((setting) => (
          // A value saved, here or by somebody else, mounts its row anew.
          <SettingRow key={`${setting.key} ${setting.changedAt}`} setting={setting} />
        ))}
      </div>
    </Section>
  )
}
