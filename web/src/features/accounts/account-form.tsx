import { Button, Group, Stack, TextInput, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Account } from '../../../../src/api/schemas/accounts.ts'
import { fieldError, isProblem } from '../../lib/api-problem.ts'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { type Allowed, GrantsInput } from './grants-input.tsx'
import { accountsQuery } from './list-accounts.ts'
import { useSaveAccount } from './save-account.ts'
import { accountsTexts } from './texts.ts'

/** Name, address and rights. Mounted anew for each version, so that it never shows a mixture of two. */
export function AccountForm({ account }: { account: Account }) {
  const texts = useTexts(accountsTexts)
  const session = useSession()
  const client = useQueryClient()
  const save = useSaveAccount(account.id)
  const [name, setName] = useState(account.name)
  const [email, setEmail] = useState(account.email ?? '')
  const [rights, setRights] = useState<Allowed>({
    administrator: account.administrator,
    grants: account.grants,
    rights: account.rights,
  })
  const changed =
    name.trim() !== account.name ||
    email.trim() !== (account.email ?? '') ||
    rights.administrator !== account.administrator ||
    rights.rights.length !== account.rights.length ||
    sorted(rights.grants) !== sorted(account.grants)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) return
    save.mutate(
      { version: account.version, name: name.trim(), email: email.trim() || null, ...rights },
      { onSuccess: () => tell(texts.saved) },
    )
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Title order={3}>{texts.identity}</Title>
        <TextInput label={texts.login} value={account.login} readOnly variant="filled" />
        <TextInput
          label={texts.name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={name.trim() ? fieldError(save.error, 'name') : texts.required}
        />
        <TextInput
          label={texts.email}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldError(save.error, 'email')}
        />
        <Title order={3}>{texts.rights}</Title>
        <GrantsInput {...rights} onChange={setRights} own={account.id === session.account.id} />
        <ProblemAlert error={save.error} fields={['name', 'email']} />
        <Group justify="flex-end">
          {isProblem(save.error, 'STALE_VERSION') && (
            <Button
              variant="default"
              onClick={() => void client.invalidateQueries({ queryKey: accountsQuery.queryKey })}
            >
              {texts.staleReload}
            </Button>
          )}
          <Button type="submit" disabled={!changed} loading={save.isPending}>
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function sorted(grants: Account['grants']): string {
  return JSON.stringify(Object.entries(grants).sort())
}
