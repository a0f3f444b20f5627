import { ErrorState } from '../../../ui/error-state.tsx'
import { LoadingRows } from '../../../ui/loading-rows.tsx'
import { useBatch } from '../calls/batch-query.ts'
import { PlanEditor } from './plan-editor.tsx'
import { PlanReader } from './plan-reader.tsx'

interface Props {
  readonly code: string
  readonly onClose: () => void
}

/** Content of « Edition de batch »: a form for who may edit, the same facts to read for the others. */
export function EditWindow({ code, onClose }: Props) {
  const query = useBatch(code)
  if (query.isPending) return <LoadingRows rows={9} height={52} />
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const reload = async () => (await query.refetch()).data
  return query.data.batch.actions.edit ? (
    <PlanEditor page={query.data} onReload={reload} onClose={onClose} />
  ) : (
    <PlanReader page={query.data} onClose={onClose} />
  )
}
