import { Stack } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { SettingRow } from '../../ui/setting/setting-row.tsx'
import { type ToolList, useTools } from './calls/tools-query.ts'
import { Figures } from './overview/figures.tsx'
import { Glance } from './overview/glance.tsx'
import { RunOneFile } from './overview/run-one-file.tsx'
import { ToolTable } from './overview/tool-table.tsx'
import { syncTexts } from './texts.ts'

/** « Écran de synthèse des outils »: every tool, its file, its last report; below, what all of them share. */
export function SyncPage() {
  const texts = useTexts(syncTexts)
  const { data, error, refetch } = useTools()
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Synthesis list={data} />
      ) : (
        <LoadingRows rows={12} height={64} />
      )}
    </>
  )
}

function Synthesis({ list }: { readonly list: ToolList }) {
  const texts = useTexts(syncTexts)
  return (
    <Stack gap="lg">
      <RunOneFile tools={list.items} />
      <Glance tools={list.items} />
      <ToolTable tools={list.items} />
      <Figures list={list} />
      <Section title={texts.sharedSettings} description={texts.sharedSettingsMore}>
        <div>
          {list.settings.map((setting) => (
            <SettingRow key={`${setting.key} ${setting.changedAt}`} setting={setting} />
          ))}
        </div>
      </Section>
    </Stack>
  )
}
