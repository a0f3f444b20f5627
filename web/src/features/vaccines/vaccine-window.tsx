import { Button, Group, Modal, Stack, Switch, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useTexts } from '../../lib/texts.ts'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import { useSaveVaccine } from './calls/save-vaccine.ts'
import type { Vaccine, VaccineField } from './calls/vaccines-query.ts'
import { vaccineTexts } from './texts.ts'

interface Props {
  readonly vaccine: Vaccine | null
  readonly editable: boolean
  readonly onClose: () => void
}

/** What is known of a vaccine; what the service changes is its own from then on, until it goes back to the source. */
export function VaccineWindow({ vaccine, editable, onClose }: Props) {
  const { close } = useTexts(uiTexts)
  return (
    <Modal
      opened={vaccine !== null}
      onClose={onClose}
      title={vaccine?.name}
      size="lg"
      closeButtonProps={{ 'aria-label': close }}
    >
      {vaccine && <Form key={vaccine.id} opened={vaccine} editable={editable} onClose={onClose} />}
    </Modal>
  )
}

interface FormProps {
  readonly opened: Vaccine
  readonly editable: boolean
  readonly onClose: () => void
}

function Form({ opened, editable, onClose }: FormProps) {
  const texts = useTexts(vaccineTexts)
  const save = useSaveVaccine(opened.id)
  /** As it stands: a revert gives another one. */
  const [vaccine, setVaccine] = useState(opened)
  const [name, setName] = useState(vaccine.name)
  const [shortDescription, setShortDescription] = useState(vaccine.shortDescription ?? '')
  const [ucdCode, setUcdCode] = useState(vaccine.ucdCode ?? '')
  const [cipCodes, setCipCodes] = useState(vaccine.cipCodes)
  const [alternativeNames, setAlternativeNames] = useState(vaccine.alternativeNames)
  const [active, setActive] = useState(vaccine.active)

  const show = (now: Vaccine) => {
    setVaccine(now)
    setName(now.name)
    setShortDescription(now.shortDescription ?? '')
    setUcdCode(now.ucdCode ?? '')
    setCipCodes(now.cipCodes)
    setAlternativeNames(now.alternativeNames)
    setActive(now.active)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const values = {
      name,
      shortDescription: shortDescription.trim() === '' ? null : shortDescription,
      ucdCode: ucdCode.trim() === '' ? null : ucdCode,
      cipCodes,
      alternativeNames,
      active,
    }
    save.mutate(
      { version: vaccine.version, values },
      {
        onSuccess: (saved) => {
          tell(texts.saved(saved.name))
          onClose()
        },
      },
    )
  }
  const revert = (field: VaccineField) =>
    save.mutate(
      { version: vaccine.version, revert: [field] },
      {
        onSuccess: (saved) => {
          tell(texts.reverted(saved.name))
          show(saved)
        },
      },
    )
  const local = (field: VaccineField, label: string): ReactNode =>
    vaccine.localFields.includes(field) && (
      <LocalMark
        vaccine={vaccine}
        field={field}
        label={label}
        revertible={editable}
        loading={save.isPending}
        onRevert={() => revert(field)}
      />
    )
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <KeyValueList
          items={[
            { label: texts.source, value: vaccine.source },
            { label: texts.identity, value: vaccine.externalId },
            { label: texts.diseases, value: vaccine.diseases.map((one) => one.name).join(', ') || '–' },
            { label: texts.valences, value: vaccine.valences.map((one) => one.name).join(', ') || '–' },
          ]}
        />
        <div>
          <TextInput
            label={texts.name}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            maxLength={500}
            readOnly={!editable}
            error={fieldError(save.error, 'values.name')}
          />
          {local('name', texts.name)}
        </div>
        <div>
          <Textarea
            label={texts.shortDescription}
            value={shortDescription}
            onChange={(event) => setShortDescription(event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={2000}
            readOnly={!editable}
          />
          {local('shortDescription', texts.shortDescription)}
        </div>
        <div>
          <TextInput
            label={texts.ucdCode}
            value={ucdCode}
            onChange={(event) => setUcdCode(event.currentTarget.value)}
            readOnly={!editable}
          />
          {local('ucdCode', texts.ucdCode)}
        </div>
        <div>
          <TagsInput
            label={texts.cipCodes}
            {...(editable ? { placeholder: texts.severalHint } : {})}
            value={cipCodes}
            onChange={setCipCodes}
            readOnly={!editable}
          />
          {local('cipCodes', texts.cipCodes)}
        </div>
        <div>
          <TagsInput
            label={texts.alternativeNames}
            {...(editable ? { placeholder: texts.severalHint } : {})}
            value={alternativeNames}
            onChange={setAlternativeNames}
            readOnly={!editable}
          />
          {local('alternativeNames', texts.alternativeNames)}
        </div>
        <div>
          <Switch
            label={texts.activeField}
            checked={active}
            onChange={(event) => setActive(event.currentTarget.checked)}
            disabled={!editable}
          />
          {local('active', texts.activeField)}
        </div>
        <ProblemAlert error={save.error} fields={['values.name']} />
        {editable && (
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {texts.cancel}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {texts.save}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}

interface MarkProps {
  readonly vaccine: Vaccine
  readonly field: VaccineField
  readonly label: string
  readonly revertible: boolean
  readonly loading: boolean
  readonly onRevert: () => void
}

/** « modifié localement », with what the source says and the way back. */
function LocalMark({ vaccine, field, label, revertible, loading, onRevert }: MarkProps) {
  const texts = useTexts(vaccineTexts)
  const said = vaccine.fromSource[field]
  const words =
    said === true
      ? texts.yes
      : said === false
        ? texts.no
        : Array.isArray(said)
          ? said.join(', ') || texts.nothing
          : typeof said === 'string' && said !== ''
            ? said
            : texts.nothing
  return (
    <Group gap="xs" mt={4} justify="space-between">
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere', flex: '1 1 16rem' }}>
        {texts.localMark} {texts.sourceSays(words)}
      </Text>
      {revertible && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={loading}
          aria-label={texts.revertThis(label)}
          onClick={onRevert}
        >
          {texts.revert}
        </Button>
      )}
    </Group>
  )
}
