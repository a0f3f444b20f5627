import { Alert, Button, Stack, Tabs, Text, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { BatchPage } from '../../../../../src/api/schemas/batches.ts'
import { fieldError, isProblem } from '../../../lib/api-problem.ts'
import { useDates } from '../../../lib/dates.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { useUrlState } from '../../../lib/url-state.ts'
import { ProblemAlert } from '../../../ui/problem-alert.tsx'
import { SchemaForm, schemaValuesStand } from '../../../ui/schema-form/schema-form.tsx'
import { UnsavedQuestion } from '../../../ui/unsaved-changes.tsx'
import classes from './edit.module.css'
import { latenessStands } from './plan-form.ts'
import { PreviewPanel } from './preview-panel.tsx'
import { RevisionsTab } from './revisions-tab.tsx'
import { RulesTab } from './rules-tab.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { StaleAlert, TypedAlert } from './stale-alert.tsx'
import { editTexts } from './texts.ts'
import { useUnsavedChanges } from './unsaved-changes.tsx'
import { usePlanForm } from './use-plan-form.ts'

const tabs = ['plan', 'parameters', 'revisions', 'rules'] as const
type Tab = (typeof tabs)[number]

interface Props {
  readonly page: BatchPage
  readonly onReload: () => Promise<BatchPage | undefined>
  readonly onClose: () => void
}

export function PlanEditor({ page, onReload, onClose }: Props) {
  const texts = useTexts(editTexts)
  const textOf = useTextOf()
  const dates = useDates()
  const [address, setAddress] = useUrlState({ tab: '' })
  const tab = tabs.find((one) => one === address.tab) ?? 'plan'
  const window = usePlanForm(page)
  const { base, form, save, refusals } = window
  const { blocker, letGo } = useUnsavedChanges(window.dirty)
  const [untouched, setUntouched] = useState(false)
  const root = useRef<HTMLFormElement>(null)

  const show = (next: Tab) => setAddress({ tab: next === 'plan' ? '' : next })
  const parametersStand = schemaValuesStand(base.parametersSchema, form.parameters)
  const planStands = refusals.length === 0 && latenessStands(form)
  const unplaced = refusals.filter((refusal) => refusal.field === 'schedule')

  // A refused save shows where the fault is: its tab, and the cursor in the first field at fault.
  useEffect(() => {
    if (!save.error) return
    if (isProblem(save.error, 'INVALID_PARAMETERS')) setAddress({ tab: 'parameters' })
    else if (isProblem(save.error, 'INVALID_SCHEDULE')) setAddress({ tab: '' })
    const timer = setTimeout(() => focusFirstFault(root.current), 50)
    return () => clearTimeout(timer)
  }, [save.error, setAddress])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    // Questions asked from here are forms too, and React passes their answers on to this one.
    if (event.target !== root.current || save.isPending || window.stale) return
    if (!window.dirty) {
      setUntouched(true)
      return
    }
    if (!latenessStands(form) || !parametersStand) {
      show(latenessStands(form) ? 'parameters' : 'plan')
      setTimeout(() => focusFirstFault(root.current), 50)
      return
    }
    save.mutate(window.edit, {
      onSuccess: ({ nextDueAt, cancelledRuns }) => {
        const { code } = base.batch
        notifications.show({
          message: nextDueAt ? texts.savedNext(code, dates.dateMinute(nextDueAt)) : texts.saved(code),
        })
        if (cancelledRuns.length > 0) notifications.show({ message: texts.savedCancelled })
        letGo()
        onClose()
      },
    })
  }

  return (
    <form ref={root} className={classes.window} onSubmit={submit} noValidate>
      <Stack gap="md" className={classes.content ?? ''}>
        <Text c="dimmed">{textOf(base.batch.label)}</Text>
        {!base.batch.known && <Alert color="orange">{texts.unknownBatch}</Alert>}
        {window.stale && (
          <StaleAlert
            changed={page.batch.version === base.batch.version ? null : page.batch}
            error={save.error}
            onReload={async () => {
              const fresh = await onReload()
              if (fresh) window.reload(fresh)
            }}
          />
        )}
        {window.typed && (
          <TypedAlert
            saved={base.batch}
            typed={window.typed}
            onTake={window.takeTyped}
            onForget={window.forgetTyped}
          />
        )}
        <Tabs value={tab} onChange={(next) => show((next ?? 'plan') as Tab)} keepMounted={false}>
          <Tabs.List mb="md">
            <TabHead name="plan" faulty={!planStands} />
            {base.parametersSchema && (
              <TabHead
                name="parameters"
                faulty={!parametersStand || isProblem(save.error, 'INVALID_PARAMETERS')}
              />
            )}
            <TabHead name="revisions" />
            <TabHead name="rules" />
          </Tabs.List>
          <Tabs.Panel value="plan">
            <div className={classes.columns}>
              <ScheduleFields
                code={base.batch.code}
                form={form}
                onChange={(changes) => {
                  setUntouched(false)
                  window.change(changes)
                }}
                refusals={refusals}
                // Once saving has been refused, the refusal says the same.
                notReady={isProblem(save.error, 'NOT_READY') ? null : page.notReady}
              />
              <PreviewPanel
                preview={window.preview.data}
                stale={window.preview.stale}
                enabled={form.enabled}
              />
            </div>
          </Tabs.Panel>
          <Tabs.Panel value="parameters">
            {base.parametersSchema && (
              <SchemaForm
                schema={base.parametersSchema}
                values={form.parameters}
                onChange={(parameters) => window.change({ parameters })}
                errorOf={(name) => fieldError(save.error, `parameters.${name}`)}
              />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="revisions" tabIndex={0}>
            <RevisionsTab batch={page.batch} mayRestore unsaved={window.dirty} />
          </Tabs.Panel>
          <Tabs.Panel value="rules" tabIndex={0}>
            <RulesTab page={page} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
      <div className={classes.footer}>
        {unplaced.map((refusal) => (
          <Alert color="red" key={refusal.code} role="alert">
            {textOf(refusal.message)}
          </Alert>
        ))}
        {!window.stale && !isProblem(save.error, 'INVALID_SCHEDULE') && <ProblemAlert error={save.error} />}
        {untouched && (
          <Text size="sm" role="status">
            {texts.nothingChanged}
          </Text>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={window.stale}>
            {texts.save}
          </Button>
        </div>
      </div>
      <UnsavedQuestion blocker={blocker} />
    </form>
  )
}

function TabHead({ name, faulty = false }: { readonly name: Tab; readonly faulty?: boolean }) {
  const texts = useTexts(editTexts)
  return (
    <Tabs.Tab value={name}>
      {texts.tabs[name]}
      {faulty && (
        <Text span c="red" fw={700} lh={1}>
          {' '}
          <span aria-hidden="true">●</span>
          <VisuallyHidden>({texts.withFaults})</VisuallyHidden>
        </Text>
      )}
    </Tabs.Tab>
  )
}

function focusFirstFault(root: HTMLElement | null): void {
  root?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
