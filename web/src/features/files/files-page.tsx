import { Stack, Tabs } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { type Shelf, useFiles } from './calls/files-query.ts'
import { FilesTable } from './files-table.tsx'
import { ReportSearch } from './report-search.tsx'
import { SendFile } from './send-file.tsx'
import { filesTexts } from './texts.ts'

const shelves = ['commands', 'reports', 'archives', 'retries', 'journals'] as const

/** The file manager: command files and what their runs left, shelf by shelf. */
export function FilesPage() {
  const texts = useTexts(filesTexts)
  const [state, setState] = useUrlState({ shelf: 'commands', q: '' })
  const shelf = shelves.find((one) => one === state.shelf) ?? 'commands'
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} />
      <Tabs
        value={shelf}
        onChange={(next) => setState({ shelf: next ?? 'commands', q: '' }, 'push')}
        keepMounted={false}
      >
        <Tabs.List aria-label={texts.title} mb="md">
          {shelves.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {texts.shelves[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={shelf}>
          <ShelfContent shelf={shelf} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

function ShelfContent({ shelf }: { readonly shelf: Shelf }) {
  const { data, error, refetch } = useFiles(shelf)
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingRows rows={10} />
  return (
    <Stack gap="lg">
      {shelf === 'reports' && data.actions.download && <ReportSearch />}
      <FilesTable shelf={shelf} files={data.items} actions={data.actions} />
      {shelf === 'commands' && data.actions.change && <SendFile files={data.items} />}
    </Stack>
  )
}
