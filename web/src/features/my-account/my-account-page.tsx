import { Stack } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { DisplaySection } from './display-section.tsx'
import { IdentitySection } from './identity-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { SubscriptionSection } from './subscription-section.tsx'
import { myAccountTexts } from './texts.ts'
import { TokensSection } from './tokens-section.tsx'

/** What one person may see and change of their own account. */
export function MyAccountPage() {
  const texts = useTexts(myAccountTexts)
  return (
    <Stack gap={0} maw="60rem">
      <PageHeader title={texts.title} />
      <Stack gap="lg">
        <IdentitySection />
        <DisplaySection />
        <SubscriptionSection />
        <PasswordSection />
        <SessionsSection />
        <TokensSection />
      </Stack>
    </Stack>
  )
}
