import { ActionIcon, Button, Group, Modal, Select, Stack, Switch, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import {
  type Manager,
  type ManagerProfile,
  type ProfileKind,
  useAddManager,
  useChangeManager,
} from './calls/managers-query.ts'
import { managersTexts } from './texts.ts'

interface Props {
  readonly opened: Manager | 'new' | null
  readonly onClose: () => void
}

/** One person: what they are called, whether in service, with which profiles. */
export function ManagerWindow({ opened, onClose }: Props) {
  const texts = useTexts(managersTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Modal
      opened={opened !== null}
      onClose={onClose}
      title={opened === 'new' || opened === null ? texts.newTitle : opened.login}
      size="lg"
      closeButtonProps={{ 'aria-label': close }}
    >
      {opened !== null && (
        <Fields
          key={opened === 'new' ? '' : opened.login}
          person={opened === 'new' ? null : opened}
          onClose={onClose}
        />
      )}
    </Modal>
  )
}

function Fields({ person, onClose }: { person: Manager | null; onClose: () => void }) {
  const texts = useTexts(managersTexts)
  const add = useAddManager()
  const change = useChangeManager()
  const error = change.error ?? add.error
  const [values, setValues] = useState({
    login: person?.login ?? '',
    label: person?.label ?? '',
    mail: person?.mail ?? '',
    inService: person?.inService ?? true,
    profiles: [...(person?.profiles ?? [])],
  })
  // What was opened is what is saved over, whatever the list has learnt meanwhile.
  const [version] = useState(person?.version ?? 0)
  const set = (changes: Partial<typeof values>) => setValues((before) => ({ ...before, ...changes }))
  const rejected = add.data?.items[0]?.outcome === 'rejected' ? add.data.items[0] : null
  const messageAt = (path: string) =>
    fieldError(error, path) ?? (rejected?.path === path ? rejected.message : undefined)
  const done = () => {
    tell(texts.saved(values.login))
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { login, ...edit } = {
      ...values,
      label: values.label.trim() || null,
      mail: values.mail.trim() || null,
    }
    if (person === null)
      add.mutate({ login, ...edit }, { onSuccess: ({ items }) => items[0]?.outcome !== 'rejected' && done() })
    else change.mutate({ login, version, ...edit }, { onSuccess: done })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {person === null && (
          <TextInput
            label={texts.login}
            value={values.login}
            onChange={(event) => set({ login: event.currentTarget.value })}
            maxLength={50}
            required
            autoComplete="off"
            error={messageAt('login')}
            data-autofocus
          />
        )}
        <TextInput
          label={texts.label}
          description={texts.labelHint}
          value={values.label}
          onChange={(event) => set({ label: event.currentTarget.value })}
          maxLength={255}
          error={messageAt('label')}
        />
        <TextInput
          label={texts.mail}
          type="email"
          value={values.mail}
          onChange={(event) => set({ mail: event.currentTarget.value })}
          maxLength={255}
          error={messageAt('mail')}
        />
        <Switch
          label={texts.inServiceField}
          checked={values.inService}
          onChange={(event) => set({ inService: event.currentTarget.checked })}
        />
        <Profiles
          profiles={values.profiles}
          error={messageAt('profiles')}
          onChange={(profiles) => set({ profiles })}
        />
        <ProblemAlert error={error} fields={['login', 'label', 'mail', 'profiles']} />
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

interface ProfilesProps {
  readonly profiles: readonly ManagerProfile[]
  readonly error: string | null | undefined
  readonly onChange: (profiles: ManagerProfile[]) => void
}

function Profiles({ profiles, error, onChange }: ProfilesProps) {
  const texts = useTexts(managersTexts)
  const replace = (at: number, changes: Partial<ManagerProfile>) =>
    onChange(profiles.map((one, index) => (index === at ? { ...one, ...changes } : one)))
  return (
    <Stack gap="sm" role="group" aria-label={texts.profiles}>
      {profiles.map((profile, at) => (
        <Group key={`${at}-${profiles.length}`} gap="sm" align="flex-end">
          <Select
            label={texts.kind}
            data={Object.entries(texts.kinds).map(([value, label]) => ({ value, label: label as string }))}
            value={profile.kind}
            onChange={(kind) =>
              replace(at, { kind: (kind ?? 'I') as ProfileKind, centre: null, commission: null })
            }
            allowDeselect={false}
            w={{ base: '100%', xs: 220 }}
          />
          {profile.kind === 'G' && (
            <TextInput
              label={texts.centre}
              value={profile.centre ?? ''}
              onChange={(event) => replace(at, { centre: event.currentTarget.value || null })}
              maxLength={20}
              required
            />
          )}
          {profile.kind === 'C' && (
            <TextInput
              label={texts.commission}
              value={profile.commission ?? ''}
              onChange={(event) => replace(at, { commission: event.currentTarget.value || null })}
              maxLength={50}
              required
            />
          )}
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={texts.removeProfile}
            onClick={() => onChange(profiles.filter((_, index) => index !== at))}
          >
            <IconTrash size={18} aria-hidden="true" />
          </ActionIcon>
        </Group>
      ))}
      {error && (
        <div role="alert" style={{ color: 'var(--mantine-color-error)' }}>
          {error}
        </div>
      )}
      <Button
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={16} aria-hidden="true" />}
        onClick={() => onChange([...profiles, { kind: 'I', centre: null, commission: null, sisLogin: null }])}
      >
        {texts.addProfile}
      </Button>
    </Stack>
  )
}
