import { Button, Group, NumberInput, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import type { Motive, MotiveList } from './calls/motives-query.ts'
import { useAddMotive, useChangeMotive } from './calls/save-motive.ts'
import { MailFields } from './mail-fields.tsx'
import { MailPreviewPanel } from './mail-preview-panel.tsx'
import classes from './motive-form.module.css'
import { motiveTexts } from './texts.ts'

interface Props extends Pick<MotiveList, 'defaults' | 'placeholders'> {
  /** Null: a new one. */
  readonly motive: Motive | null
  readonly editable: boolean
  readonly onClose: () => void
}

const shown = ['label', 'publicLabel', 'reference', 'minutes', 'reminderDays', 'mailSubject', 'mailBody']

export function MotiveForm({ motive, defaults, placeholders, editable, onClose }: Props) {
  const texts = useTexts(motiveTexts)
  const add = useAddMotive()
  const change = useChangeMotive()
  const error = add.error ?? change.error
  const [values, setValues] = useState({
    label: motive?.label ?? '',
    publicLabel: motive?.publicLabel ?? '',
    reference: motive?.reference ?? '',
    minutes: motive?.minutes ?? 20,
    active: motive?.active ?? true,
    reminderActive: motive?.reminderActive ?? false,
    reminderDays: motive?.reminderDays ?? 2,
    mailSubject: motive?.mailSubject ?? '',
    mailBody: motive?.mailBody ?? '',
  })
  // What was opened is what is saved over, whatever the list has learnt meanwhile.
  const [version] = useState(motive?.version ?? 0)
  const set = (changes: Partial<typeof values>) => setValues((before) => ({ ...before, ...changes }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const done = {
      onSuccess: () => {
        tell(texts.saved(values.label))
        onClose()
      },
    }
    if (motive === null) add.mutate(values, done)
    else change.mutate({ id: motive.id, version, ...values }, done)
  }
  return (
    <form onSubmit={submit}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <fieldset className={classes.fields} disabled={!editable}>
          <TextInput
            label={texts.label}
            description={texts.labelHint}
            value={values.label}
            onChange={(event) => set({ label: event.currentTarget.value })}
            maxLength={100}
            required
            error={fieldError(error, 'label')}
            data-autofocus
          />
          <TextInput
            label={texts.publicLabelField}
            description={texts.publicLabelHint}
            value={values.publicLabel}
            onChange={(event) => set({ publicLabel: event.currentTarget.value })}
            maxLength={100}
            error={fieldError(error, 'publicLabel')}
          />
          <TextInput
            label={texts.reference}
            description={texts.referenceHint}
            value={values.reference}
            onChange={(event) => set({ reference: event.currentTarget.value })}
            maxLength={200}
            error={fieldError(error, 'reference')}
          />
          <NumberInput
            label={texts.minutesField}
            value={values.minutes}
            onChange={(value) => set({ minutes: Number(value) })}
            min={5}
            max={480}
            allowDecimal={false}
            error={fieldError(error, 'minutes')}
          />
          <Switch
            label={texts.active}
            description={texts.activeHint}
            checked={values.active}
            onChange={(event) => set({ active: event.currentTarget.checked })}
          />
          <Switch
            label={texts.reminderField}
            checked={values.reminderActive}
            onChange={(event) => set({ reminderActive: event.currentTarget.checked })}
          />
          <NumberInput
            label={texts.daysField}
            description={texts.daysHint}
            value={values.reminderDays}
            onChange={(value) => set({ reminderDays: Number(value) })}
            min={1}
            max={30}
            allowDecimal={false}
            disabled={!values.reminderActive}
            error={fieldError(error, 'reminderDays')}
          />
          <MailFields
            subject={values.mailSubject}
            body={values.mailBody}
            defaults={defaults}
            placeholders={placeholders}
            error={error}
            onChange={set}
          />
        </fieldset>
        <MailPreviewPanel
          publicLabel={values.publicLabel}
          mailSubject={values.mailSubject}
          mailBody={values.mailBody}
        />
      </SimpleGrid>
      <Stack gap="md" mt="lg">
        <ProblemAlert error={error} fields={shown} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {editable ? texts.cancel : texts.close}
          </Button>
          {editable && (
            <Button type="submit" loading={add.isPending || change.isPending}>
              {texts.save}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
