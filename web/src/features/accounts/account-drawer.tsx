import { Divider, Drawer, Stack, Title } from '@mantine/core'
import type { Account } from '../../../../src/api/schemas/accounts.ts'
import { useTexts } from '../../lib/texts.ts'
import { uiTexts } from '../../ui/texts.ts'
import { AccountActs } from './account-acts.tsx'
import { AccountFacts } from './account-facts.tsx'
import { AccountForm } from './account-form.tsx'
import { accountsTexts } from './texts.ts'

interface Props {
  readonly account: Account | undefined
  readonly onClose: () => void
}

/** One account beside the list: who, what they may do, how they enter, and what can be done about it. */
export function AccountDrawer({ account, onClose }: Props) {
  const texts = useTexts(accountsTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Drawer
      opened={account !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={account?.name}
      closeButtonProps={{ 'aria-label': close }}
    >
      {account && (
        <Stack gap="lg" pb="xl">
          <AccountForm key={`${account.id} ${account.version}`} account={account} />
          <Divider />
          <Title order={3}>{texts.signIn}</Title>
          <AccountFacts account={account} />
          <Divider />
          <Title order={3}>{texts.acts}</Title>
          <AccountActs account={account} />
        </Stack>
      )}
    </Drawer>
  )
}
