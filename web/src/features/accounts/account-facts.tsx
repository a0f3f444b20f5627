import type { Account } from '../../../../src/api/schemas/accounts.ts'
import { useTexts } from '../../lib/texts.ts'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { DateTime, RelativeTime } from '../../ui/moments.tsx'
import { accountsTexts } from './texts.ts'

export function AccountFacts({ account }: { account: Account }) {
  const texts = useTexts(accountsTexts)
  const means = [
    ...(account.hasPassword ? [texts.byPassword] : []),
    ...account.identities.map(({ provider, subject }) =>
      provider === 'cas' ? texts.byCas(subject) : texts.byOidc(subject),
    ),
  ]
  return (
    <KeyValueList
      items={[
        { label: texts.means, value: means.join(', ') || texts.noMeans },
        {
          label: texts.lastSignIn,
          value: account.lastSignInAt ? <RelativeTime at={account.lastSignInAt} /> : texts.neverSignedIn,
        },
        ...(account.invitedUntil
          ? [{ label: texts.linkUntil, value: <DateTime at={account.invitedUntil} seconds={false} /> }]
          : []),
        {
          label: texts.created,
          value: (
            <>
              <DateTime at={account.createdAt} seconds={false} /> {texts.by(account.createdBy)}
            </>
          ),
        },
      ]}
    />
  )
}
