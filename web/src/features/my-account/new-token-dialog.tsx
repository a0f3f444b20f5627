import { Alert, Button, Checkbox, Code, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { CreatedApiToken } from '../../../../src/api/schemas/accounts.ts'
import { fieldError } from '../../lib/api-problem.ts'
import { type ApplicationCode, applicationCodesIn } from '../../lib/applications.ts'
import { type Role, useHasRight } from '../../lib/roles.ts'
import { useSession } from '../../lib/session.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { uiTexts } from '../../ui/texts.ts'
import { useCreateToken } from './own-tokens.ts'
import { myAccountTexts } from './texts.ts'

const roleChoices = ['reader', 'operator', 'administrator'] as const satisfies readonly Role[]
const expiryChoices = ['30', '90', '365', '730', 'never'] as const

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
}

/** Asks what the token may do, then shows its secret this once. A click outside closes nothing by accident. */
export function NewTokenDialog({ opened, onClose }: Props) {
  const texts = useTexts(myAccountTexts)
  const { close } = useTexts(uiTexts)
  const [created, setCreated] = useState<CreatedApiToken | null>(null)
  const leave = () => {
    setCreated(null)
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={leave}
      closeOnClickOutside={false}
      closeOnEscape={created === null}
      title={created ? texts.created : texts.newToken}
      closeButtonProps={{ 'aria-label': close }}
      centered
    >
      {created ? (
        <Secret created={created} onDone={leave} />
      ) : (
        <TokenForm onCreated={setCreated} onCancel={leave} />
      )}
    </Modal>
  )
}

function TokenForm(props: { onCreated: (created: CreatedApiToken) => void; onCancel: () => void }) {
  const texts = useTexts(myAccountTexts)
  const textOf = useTextOf()
  const session = useSession()
  const create = useCreateToken()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('reader')
  const [applications, setApplications] = useState<readonly ApplicationCode[]>([])
  const mayGiveMedical = useHasRight('medical')
  const [medical, setMedical] = useState(false)
  const [expiry, setExpiry] = useState<(typeof expiryChoices)[number]>('90')
  const [submitted, setSubmitted] = useState(false)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (!name.trim()) return
    create.mutate(
      {
        name: name.trim(),
        role,
        applications: applications.length > 0 ? [...applications] : null,
        rights: medical ? ['medical'] : [],
        expiresInDays: expiry === 'never' ? null : Number(expiry),
      },
      { onSuccess: props.onCreated },
    )
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label={texts.tokenName}
          description={texts.tokenNameHint}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={submitted && !name.trim() ? texts.required : fieldError(create.error, 'name')}
          data-autofocus
        />
        <Select
          label={texts.tokenRole}
          data={roleChoices.map((value) => ({ value, label: texts.roles[value] }))}
          value={role}
          onChange={(value) => setRole(roleChoices.find((choice) => choice === value) ?? 'reader')}
          allowDeselect={false}
        />
        <Checkbox.Group
          label={texts.tokenApplications}
          description={texts.tokenApplicationsHint}
          value={[...applications]}
          onChange={(values) => setApplications(applicationCodesIn(values))}
        >
          <Group gap="md" mt="xs">
            {session.applications.map(({ code, label }) => (
              <Checkbox key={code} value={code} label={textOf(label)} />
            ))}
          </Group>
        </Checkbox.Group>
        {mayGiveMedical && (
          <Checkbox
            label={texts.medical}
            description={texts.tokenMedicalHint}
            checked={medical}
            onChange={(event) => setMedical(event.currentTarget.checked)}
          />
        )}
        <Select
          label={texts.expiry}
          data={expiryChoices.map((value) => ({ value, label: texts.expiries[value] }))}
          value={expiry}
          onChange={(value) => setExpiry(expiryChoices.find((choice) => choice === value) ?? '90')}
          allowDeselect={false}
        />
        <ProblemAlert error={create.error} fields={['name']} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {texts.create}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Secret({ created, onDone }: { created: CreatedApiToken; onDone: () => void }) {
  const texts = useTexts(myAccountTexts)
  return (
    <Stack gap="md">
      <Alert color="orange" role="status">
        {texts.createdHint}
      </Alert>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {created.secret}
      </Code>
      <div>
        <Text size="sm" c="dimmed">
          {texts.use}
        </Text>
        <Code>Authorization: Bearer …</Code>
      </div>
      <Group justify="space-between">
        <CopyButton value={created.secret} label={texts.copyToken} />
        <Button onClick={onDone}>{texts.done}</Button>
      </Group>
    </Stack>
  )
}
