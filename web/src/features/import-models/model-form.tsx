import { Button, Group, MultiSelect, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { useItemChoice } from './calls/items-query.ts'
import { type ImportModel, useSaveModel } from './calls/models-query.ts'
import { DeleteModel } from './delete-model.tsx'
import { modelTexts } from './texts.ts'

interface Props {
  readonly list: { readonly items: readonly ImportModel[]; readonly protectableColumns: readonly string[] }
  /** Null: a new one. */
  readonly model: ImportModel | null
  readonly editable: boolean
  readonly onClose: () => void
}

type Values = Omit<ImportModel, 'students'>

const fields = [
  'code',
  'label',
  'active',
  'formatVersion',
  'nightly',
  'emptyErases',
  'keepNir',
  'strictCodes',
  'protectedColumns',
  'defaultEstablishment',
]

/** The settings of a model. Imports take them into account by themselves, from the next one on. */
export function ModelForm({ list, model, editable, onClose }: Props) {
  const texts = useTexts(modelTexts)
  const save = useSaveModel()
  const formId = useId()
  const [values, setValues] = useState<Values>(() => valuesOf(model))
  const set = (changes: Partial<Values>) => setValues((before) => ({ ...before, ...changes }))
  const error = (field: keyof Values) => fieldError(save.error, field)
  const nightly = list.items.find((other) => other.nightly)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { code: model?.code ?? null, values },
      {
        onSuccess: ({ code }) => {
          tell(texts.saved(code))
          onClose()
        },
      },
    )
  }
  const toggle = (field: 'active' | 'emptyErases' | 'keepNir' | 'strictCodes', hint: string) => (
    <Switch
      label={texts[field]}
      description={hint}
      checked={values[field]}
      onChange={(event) => set({ [field]: event.currentTarget.checked })}
      disabled={!editable}
      error={error(field)}
    />
  )
  return (
    <Stack gap="md">
      <form id={formId} onSubmit={submit}>
        <Stack gap="md">
          {model === null && (
            <TextInput
              label={texts.code}
              description={texts.codeHint}
              value={values.code}
              onChange={(event) => set({ code: event.currentTarget.value.toUpperCase() })}
              pattern="[A-Z][A-Z0-9_]{0,19}"
              maxLength={20}
              autoComplete="off"
              spellCheck={false}
              required
              error={error('code')}
              data-autofocus
            />
          )}
          <TextInput
            label={texts.label}
            value={values.label}
            onChange={(event) => set({ label: event.currentTarget.value })}
            maxLength={100}
            required
            disabled={!editable}
            error={error('label')}
          />
          <Select
            label={texts.formatVersion}
            data={(['1.2.1', '1.2.0', 'base'] as const).map((version) => ({
              value: version,
              label: texts.formatVersions[version],
            }))}
            value={values.formatVersion}
            onChange={(version) => version && set({ formatVersion: version })}
            allowDeselect={false}
            disabled={!editable}
            error={error('formatVersion')}
          />
          {toggle('active', texts.activeHint)}
          <Switch
            label={texts.nightly}
            description={
              model?.nightly
                ? texts.nightlyStays
                : values.nightly && nightly
                  ? texts.nightlyReplaces(nightly.code)
                  : texts.nightlyHint
            }
            checked={values.nightly}
            onChange={(event) => set({ nightly: event.currentTarget.checked })}
            disabled={!editable || model?.nightly === true}
            error={error('nightly')}
          />
          {toggle('emptyErases', texts.emptyErasesHint)}
          {toggle('keepNir', texts.keepNirHint)}
          {toggle('strictCodes', texts.strictCodesHint)}
          <MultiSelect
            label={texts.protectedColumns}
            description={texts.protectedColumnsHint}
            data={[...list.protectableColumns]}
            value={values.protectedColumns}
            onChange={(columns) => set({ protectedColumns: columns })}
            searchable
            disabled={!editable}
            error={error('protectedColumns')}
            placeholder={values.protectedColumns.length === 0 ? texts.noProtected : ''}
          />
          <DefaultEstablishment
            value={values.defaultEstablishment}
            onChange={(code) => set({ defaultEstablishment: code })}
            disabled={!editable}
            error={error('defaultEstablishment')}
          />
          <ProblemAlert error={save.error} fields={fields} />
        </Stack>
      </form>
      {/* Outside of the form: what the question of the deletion submits is not the form. */}
      {editable && (
        <Group justify="space-between" gap="sm">
          {model ? <DeleteModel model={model} onDeleted={onClose} /> : <span />}
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>
              {texts.cancel}
            </Button>
            <Button type="submit" form={formId} loading={save.isPending}>
              {model ? texts.save : texts.create}
            </Button>
          </Group>
        </Group>
      )}
      {editable && model && model.students > 0 && (
        <Text size="sm" c="dimmed">
          {texts.inUse(model.students)}
        </Text>
      )}
    </Stack>
  )
}

interface EstablishmentProps {
  readonly value: string | null
  readonly onChange: (code: string | null) => void
  readonly disabled: boolean
  readonly error: string | undefined
}

function DefaultEstablishment({ value, onChange, disabled, error }: EstablishmentProps) {
  const texts = useTexts(modelTexts)
  const { data } = useItemChoice('ETABLISSEMENT', '', true)
  const items = (data?.items ?? []).map(({ code, label }) => ({ value: code, label: `${code} – ${label}` }))
  // One that is not in the list (any more) is shown all the same.
  const known = value === null || items.some((item) => item.value === value)
  return (
    <Select
      label={texts.defaultEstablishment}
      description={texts.defaultEstablishmentHint}
      data={known ? items : [{ value: value, label: value }, ...items]}
      value={value}
      onChange={onChange}
      placeholder={texts.none}
      clearable={!disabled}
      searchable
      disabled={disabled}
      error={error}
    />
  )
}

function valuesOf(model: ImportModel | null): Values {
  if (model === null) {
    return {
      code: '',
      label: '',
      active: true,
      formatVersion: '1.2.1',
      nightly: false,
      emptyErases: false,
      keepNir: false,
      strictCodes: false,
      protectedColumns: [],
      defaultEstablishment: null,
    }
  }
  const { students: _students, ...values } = model
  return values
}
