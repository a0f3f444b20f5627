import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import type { BatchPage } from '../../../../../src/api/schemas/batches.ts'
import type { ScheduleRefusal } from '../../../../../src/api/schemas/schedules.ts'
import { isProblem } from '../../../lib/api-problem.ts'
import { schemaFields } from '../../../ui/schema-form/schema-fields.ts'
import { useSavePlan } from '../calls/save-plan.ts'
import { useSchedulePreview } from '../calls/schedule-preview.ts'
import { changesSomething, type PlanForm, planEdit, planForm, scheduleOf } from './plan-form.ts'

const pauseMs = 300
const previewed = 3

/**
 * The state of the edit window. `base` is the version that the form started from: events bring newer ones in `page`.
 * An untouched form follows them; one that was touched is told, and keeps what was typed in `typed` when reloaded.
 */
export function usePlanForm(page: BatchPage) {
  const [base, setBase] = useState(page)
  const [form, setForm] = useState(() => planForm(page.batch))
  const [typed, setTyped] = useState<PlanForm | null>(null)
  const save = useSavePlan(page.batch.code)
  const fields = useMemo(() => schemaFields(base.parametersSchema ?? {}), [base.parametersSchema])
  const edit = planEdit(form, base.batch, fields)
  const dirty = changesSomething(edit)

  const startFrom = (fresh: BatchPage) => {
    setBase(fresh)
    setForm(planForm(fresh.batch))
    save.reset()
  }
  const changedMeanwhile = page.batch.version !== base.batch.version && !save.isPending && !save.isSuccess
  if (changedMeanwhile && !dirty) startFrom(page)

  const schedule = scheduleOf(form, base.batch.schedule)
  const [asked] = useDebouncedValue(JSON.stringify(schedule), pauseMs)
  const preview = useSchedulePreview(JSON.parse(asked), previewed)
  const stale = preview.isPlaceholderData || asked !== JSON.stringify(schedule)

  return {
    base,
    form,
    edit,
    dirty,
    save,
    stale: (changedMeanwhile && dirty) || isProblem(save.error, 'STALE_VERSION'),
    preview: { data: preview.data, stale },
    refusals: refusalsOf(preview.data?.refusals ?? [], save.error),
    typed,
    change(changes: Partial<PlanForm>) {
      setForm((before) => ({ ...before, ...changes }))
      // What the server said of the last attempt is not said of this one; a stale version stays stale.
      if (save.error && !isProblem(save.error, 'STALE_VERSION')) save.reset()
    },
    reload(fresh: BatchPage) {
      setTyped(form)
      startFrom(fresh)
    },
    takeTyped() {
      if (typed) setForm(typed)
      setTyped(null)
    },
    forgetTyped: () => setTyped(null),
  }
}

/** What the preview found while one typed, and what only saving found, each once. */
function refusalsOf(previewed: readonly ScheduleRefusal[], error: unknown): ScheduleRefusal[] {
  const told = isProblem(error, 'INVALID_SCHEDULE') ? error.members.schedule : []
  const refusals = [...previewed, ...(Array.isArray(told) ? (told as ScheduleRefusal[]) : [])]
  return refusals.filter(
    (one, place) =>
      refusals.findIndex((other) => other.code === one.code && other.field === one.field) === place,
  )
}
