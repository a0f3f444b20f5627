import { Button, Group, Modal, Select, Stack, TextInput, Title } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import type { InvitationLink } from '../../../../src/api/schemas/accounts.ts'
import { fieldError } from '../../lib/api-problem.ts'
import { type Locale, locales } from '../../lib/locale.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import { type Allowed, GrantsInput } from './grants-input.tsx'
import { useInviteAccount } from './invite-account.ts'
import { LinkDialog } from './link-dialog.tsx'
import { accountsTexts } from './texts.ts'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
}

/** Opens an account for somebody, then shows the link to hand over. */
export function InviteDialog({ opened, onClose }: Props) {
  const texts = useTexts(accountsTexts)
  const { close } = useTexts(uiTexts)
  const [invited, setInvited] = useState<{ name: string; link: InvitationLink } | null>(null)
  return (
    <>
      <Modal
        opened={opened}
        onClose={onClose}
        title={texts.inviteTitle}
        size="lg"
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': close }}
      >
        <InviteForm
          onCancel={onClose}
          onInvited={(name, link) => {
            onClose()
            if (link) setInvited({ name, link })
            else tell(texts.noLink)
          }}
        />
      </Modal>
      <LinkDialog name={invited?.name ?? ''} link={invited?.link ?? null} onClose={() => setInvited(null)} />
    </>
  )
}

interface FormProps {
  readonly onCancel: () => void
  readonly onInvited: (name: string, link: InvitationLink | null) => void
}

function InviteForm({ onCancel, onInvited }: FormProps) {
  const texts = useTexts(accountsTexts)
  const invite = useInviteAccount()
  const form = useRef<HTMLFormElement>(null)
  const [login, setLogin] = useState('')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [locale, setLocale] = useState<Locale>('fr')
  const [rights, setRights] = useState<Allowed>({
    administrator: false,
    grants: {},
    rights: [],
  })
  const [submitted, setSubmitted] = useState(false)
  const shown = (field: 'login' | 'name', value: string) =>
    submitted && !value.trim() ? texts.required : fieldError(invite.error, field)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (!login.trim() || !name.trim()) {
      form.current?.querySelector<HTMLInputElement>(`[name="${login.trim() ? 'name' : 'login'}"]`)?.focus()
      return
    }
    invite.mutate(
      { login: login.trim(), name: name.trim(), email: email.trim() || null, locale, ...rights },
      { onSuccess: ({ account, link }) => onInvited(account.name, link) },
    )
  }

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label={texts.login}
          description={texts.loginHint}
          name="login"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          error={shown('login', login)}
          data-autofocus
        />
        <TextInput
          label={texts.name}
          name="name"
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={shown('name', name)}
        />
        <TextInput
          label={texts.email}
          description={texts.emailHint}
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldError(invite.error, 'email')}
        />
        <Select
          label={texts.language}
          data={locales.map((value) => ({ value, label: texts.languages[value] }))}
          value={locale}
          onChange={(value) => setLocale(value === 'en' ? 'en' : 'fr')}
          allowDeselect={false}
        />
        <Title order={3}>{texts.rights}</Title>
        <GrantsInput {...rights} onChange={setRights} own={false} />
        <ProblemAlert error={invite.error} fields={['login', 'name', 'email']} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={invite.isPending}>
            {texts.inviteSubmit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
