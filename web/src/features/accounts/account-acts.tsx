import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Account, InvitationLink } from '../../../../src/api/schemas/accounts.ts'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { useCloseSessions } from './close-sessions.ts'
import { useCreateLink } from './create-link.ts'
import { LinkDialog } from './link-dialog.tsx'
import { accountsQuery } from './list-accounts.ts'
import { useSaveAccount } from './save-account.ts'
import { accountsTexts } from './texts.ts'

type Asked = 'link' | 'sessions' | 'disable'

/** What can be done to an account; what cannot be undone asks first. */
export function AccountActs({ account }: { account: Account }) {
  const texts = useTexts(accountsTexts)
  const session = useSession()
  const client = useQueryClient()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [link, setLink] = useState<InvitationLink | null>(null)
  const createLink = useCreateLink(account.id)
  const closeSessions = useCloseSessions(account.id)
  const save = useSaveAccount(account.id)
  const own = account.id === session.account.id
  /** Enabled or not is no matter of what else changed: after a refusal the next try has the present version. */
  const enable = (enabled: boolean, done: string) =>
    save.mutate(
      { version: account.version, enabled },
      {
        onSuccess: end(done),
        onError: () => void client.invalidateQueries({ queryKey: accountsQuery.queryKey }),
      },
    )
  const end = (message: string) => () => {
    setAsked(null)
    tell(message)
  }

  return (
    <Stack gap="md">
      {account.enabled && (
        <Act hint={texts.newLinkHint} label={texts.newLink} onClick={() => setAsked('link')} />
      )}
      <Act hint={texts.closeSessionsHint} label={texts.closeSessions} onClick={() => setAsked('sessions')} />
      {account.enabled ? (
        <Act
          hint={own ? texts.ownDisable : texts.disableHint}
          label={texts.disable}
          danger
          disabled={own}
          onClick={() => setAsked('disable')}
        />
      ) : (
        <Act hint={texts.enableHint} label={texts.enable} onClick={() => enable(true, texts.enabledDone)} />
      )}
      {asked === null && <ProblemAlert error={save.error} />}

      <ConfirmDialog
        opened={asked === 'link'}
        title={texts.newLink}
        onClose={() => setAsked(null)}
        loading={createLink.isPending}
        error={createLink.error}
        onConfirm={() =>
          createLink.mutate(undefined, {
            onSuccess: (created) => {
              setAsked(null)
              setLink(created)
            },
          })
        }
      >
        {texts.newLinkQuestion(account.name)}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'sessions'}
        title={texts.closeSessions}
        onClose={() => setAsked(null)}
        loading={closeSessions.isPending}
        error={closeSessions.error}
        onConfirm={() => closeSessions.mutate(undefined, { onSuccess: end(texts.sessionsClosed) })}
      >
        {texts.closeSessionsQuestion(account.name)}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'disable'}
        title={texts.disable}
        danger
        onClose={() => setAsked(null)}
        loading={save.isPending}
        error={save.error}
        onConfirm={() => enable(false, texts.disabledDone)}
      >
        {texts.disableQuestion(account.name)}
      </ConfirmDialog>
      <LinkDialog name={account.name} link={link} onClose={() => setLink(null)} />
    </Stack>
  )
}

interface ActProps {
  readonly label: string
  readonly hint: ReactNode
  readonly onClick: () => void
  readonly danger?: boolean
  readonly disabled?: boolean
}

function Act({ label, hint, onClick, danger = false, disabled = false }: ActProps) {
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" c="dimmed" flex="1 1 16rem">
        {hint}
      </Text>
      <Button
        variant={danger ? 'light' : 'default'}
        {...(danger ? { color: 'red' } : {})}
        disabled={disabled}
        onClick={onClick}
      >
        {label}
      </Button>
    </Group>
  )
}
