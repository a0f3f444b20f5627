import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { OwnRoles } from './own-roles.tsx'
import { useSaveIdentity } from './save-identity.ts'
import { myAccountTexts } from './texts.ts'

export function IdentitySection() {
  const texts = useTexts(myAccountTexts)
  const { account } = useSession()
  const save = useSaveIdentity()
  const [name, setName] = useState(account.name)
  const [email, setEmail] = useState(account.email ?? '')
  const changed = name.trim() !== account.name || email.trim() !== (account.email ?? '')
  const nameError = name.trim() ? fieldError(save.error, 'name') : texts.required

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) return
    save.mutate({ name: name.trim(), email: email.trim() || null }, { onSuccess: () => tell(texts.saved) })
  }

  return (
    <Section title={texts.identity}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label={texts.login} value={account.login} readOnly variant="filled" />
            <TextInput
              label={texts.name}
              autoComplete="name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={nameError}
            />
            <TextInput
              label={texts.email}
              description={texts.emailHint}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              type="email"
              autoComplete="email"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={fieldError(save.error, 'email')}
            />
            <OwnRoles />
          </SimpleGrid>
          <ProblemAlert error={save.error} fields={['name', 'email']} />
          <Group justify="flex-end">
            <Button type="submit" disabled={!changed} loading={save.isPending}>
              {texts.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  )
}
