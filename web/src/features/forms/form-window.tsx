import { Alert, Button, Group, Modal, NumberInput, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import { type SurveyForm, useAddForm, useChangeForm, useCheckSurvey } from './calls/forms-query.ts'
import { formsTexts } from './texts.ts'

interface Props {
  readonly opened: SurveyForm | 'new' | null
  /** Codes that are taken. */
  readonly codes: readonly string[]
  readonly onClose: () => void
}

/** One form: its survey, who wants it, whether it is in service. */
export function FormWindow({ opened, codes, onClose }: Props) {
  const texts = useTexts(formsTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Modal
      opened={opened !== null}
      onClose={onClose}
      title={opened === 'new' || opened === null ? texts.newTitle : opened.label}
      size="lg"
      closeButtonProps={{ 'aria-label': close }}
    >
      {opened !== null && (
        <Fields
          key={opened === 'new' ? 'new' : opened.id}
          form={opened === 'new' ? null : opened}
          codes={codes}
          onClose={onClose}
        />
      )}
    </Modal>
  )
}

function Fields({
  form,
  codes,
  onClose,
}: {
  form: SurveyForm | null
  codes: readonly string[]
  onClose: () => void
}) {
  const texts = useTexts(formsTexts)
  const add = useAddForm()
  const change = useChangeForm()
  const error = change.error ?? add.error
  const [values, setValues] = useState({
    code: form?.code ?? '',
    surveyId: form?.surveyId ?? ('' as number | string),
    label: form?.label ?? '',
    url: form?.url ?? '',
    formations: [...(form?.formations ?? [])],
    shared: form?.shared ?? false,
    conditional: form?.conditional ?? false,
    inService: form?.inService ?? true,
  })
  // What was opened is what is saved over, whatever the list has learnt meanwhile.
  const [version] = useState(form?.version ?? 0)
  const set = (changes: Partial<typeof values>) => setValues((before) => ({ ...before, ...changes }))
  const taken = form === null && codes.includes(values.code.trim())
  const rejected = add.data?.items[0]?.outcome === 'rejected' ? add.data.items[0] : null
  const messageAt = (path: string) =>
    fieldError(error, path) ?? (rejected?.path === path ? (rejected.message ?? undefined) : undefined)
  const done = () => {
    tell(texts.saved(values.label))
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (taken) return
    const { code, ...edit } = { ...values, surveyId: Number(values.surveyId), url: values.url.trim() || null }
    if (form === null)
      add.mutate({ code, ...edit }, { onSuccess: ({ items }) => items[0]?.outcome !== 'rejected' && done() })
    else change.mutate({ id: form.id, version, ...edit }, { onSuccess: done })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {form === null && (
          <TextInput
            label={texts.code}
            value={values.code}
            onChange={(event) => set({ code: event.currentTarget.value })}
            maxLength={20}
            required
            error={taken ? texts.codeTaken : messageAt('items.0.code')}
            data-autofocus
          />
        )}
        <TextInput
          label={texts.label}
          value={values.label}
          onChange={(event) => set({ label: event.currentTarget.value })}
          maxLength={500}
          required
          error={messageAt('label')}
        />
        <NumberInput
          label={texts.surveyId}
          value={values.surveyId}
          onChange={(surveyId) => set({ surveyId })}
          min={1}
          max={2_147_483_647}
          allowDecimal={false}
          required
          error={messageAt('surveyId')}
        />
        <Check surveyId={Number(values.surveyId)} />
        <TextInput
          label={texts.url}
          description={texts.urlHint}
          type="url"
          value={values.url}
          onChange={(event) => set({ url: event.currentTarget.value })}
          maxLength={1000}
          error={messageAt('url')}
        />
        <TagsInput
          label={texts.formationCodes}
          description={texts.formationHint}
          value={values.formations}
          onChange={(formations) => set({ formations })}
          error={messageAt('formations')}
        />
        <Switch
          label={texts.shared}
          checked={values.shared}
          onChange={(event) => set({ shared: event.currentTarget.checked })}
        />
        <Switch
          label={texts.conditional}
          checked={values.conditional}
          onChange={(event) => set({ conditional: event.currentTarget.checked })}
        />
        <Switch
          label={texts.inService}
          description={texts.inServiceHint}
          checked={values.inService}
          onChange={(event) => set({ inService: event.currentTarget.checked })}
        />
        <ProblemAlert error={error} fields={['label', 'surveyId', 'url', 'formations', 'items.0.code']} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={add.isPending || change.isPending}>
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Asks LimeSurvey whether it has the survey that is typed. */
function Check({ surveyId }: { readonly surveyId: number }) {
  const texts = useTexts(formsTexts)
  const check = useCheckSurvey()
  const current = check.variables === surveyId
  return (
    <Stack gap="xs">
      <Button
        variant="default"
        w="fit-content"
        disabled={!(surveyId > 0)}
        loading={check.isPending}
        onClick={() => check.mutate(surveyId)}
      >
        {texts.check}
      </Button>
      <div aria-live="polite">
        {current && check.data && (
          <Alert color={check.data.found && check.data.active ? 'green' : 'orange'}>
            {check.data.found ? texts.found(check.data.title ?? '') : texts.notFound}
            {check.data.found && !check.data.active && ` ${texts.inactive}`}
          </Alert>
        )}
        {current && <ProblemAlert error={check.error} />}
      </div>
    </Stack>
  )
}
