import { Alert, Stack } from '@mantine/core'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useLoadKinds } from './calls/kinds-query.ts'
import { ColumnsTable } from './columns-table.tsx'
import { LoadForm } from './load-form.tsx'
import { RecentLoads } from './recent-loads.tsx'
import { dataLoadTexts } from './texts.ts'

/** A file that feeds the service: what it may hold, sending it, and what became of the last ones. */
export function DataLoadsPage() {
  const texts = useTexts(dataLoadTexts)
  const may = useMay()
  const { data, error, refetch } = useLoadKinds()
  const [{ kind }, setState] = useUrlState({ kind: '' })
  const kinds = data?.items ?? []
  const chosen = kinds.find((one) => one.kind === kind) ?? kinds[0]
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : chosen === undefined ? (
        <LoadingRows rows={8} height={56} />
      ) : (
        <Stack gap="lg">
          <LoadForm
            kinds={kinds}
            chosen={chosen}
            sends={may('health', 'operator')}
            onChoose={(code) => setState({ kind: code })}
          />
          {!may('health', 'operator') && <Alert color="gray">{texts.readerOnly}</Alert>}
          <ColumnsTable kind={chosen} />
          <RecentLoads kinds={kinds} />
        </Stack>
      )}
    </>
  )
}
