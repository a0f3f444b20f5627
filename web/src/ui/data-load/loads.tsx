import { Alert, Stack } from '@mantine/core'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { ErrorState } from '../error-state.tsx'
import { LoadingRows } from '../loading-rows.tsx'
import { PageHeader } from '../page-header.tsx'
import { ColumnsTable } from './columns-table.tsx'
import { useLoadKinds } from './kinds-query.ts'
import { LoadForm } from './load-form.tsx'
import { useLoadOffice } from './load-office.ts'
import { RecentLoads } from './recent-loads.tsx'
import { loadTexts } from './texts.ts'

/** A file that feeds the service: what it may hold, sending it, and what became of the last ones. */
export function LoadsContent() {
  const texts = useTexts(loadTexts)
  const { application, title, description } = useLoadOffice()
  const sends = useMay()(application, 'operator')
  const { data, error, refetch } = useLoadKinds()
  const [{ kind }, setState] = useUrlState({ kind: '' })
  const kinds = data?.items ?? []
  const chosen = kinds.find((one) => one.kind === kind) ?? kinds[0]
  return (
    <>
      <PageHeader title={title} description={description} />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : chosen === undefined ? (
        <LoadingRows rows={8} height={56} />
      ) : (
        <Stack gap="lg">
          <LoadForm
            kinds={kinds}
            chosen={chosen}
            sends={sends}
            onChoose={(code) => setState({ kind: code })}
          />
          {!sends && <Alert color="gray">{texts.readerOnly}</Alert>}
          <ColumnsTable kind={chosen} />
          <RecentLoads kinds={kinds} />
        </Stack>
      )}
    </>
  )
}
