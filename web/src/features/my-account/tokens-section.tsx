import { Badge, Button, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiToken } from '../../../../src/api/schemas/accounts.ts'
import { useSession } from '../../lib/session.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime, RelativeTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { NewTokenDialog } from './new-token-dialog.tsx'
import { ownTokensQuery, useRevokeToken } from './own-tokens.ts'
import { myAccountTexts } from './texts.ts'

export function TokensSection() {
  const texts = useTexts(myAccountTexts)
  const { data, error, refetch } = useQuery(ownTokensQuery)
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiToken | null>(null)
  return (
    <Section
      title={texts.tokens}
      description={texts.tokensHint}
      actions={
        <Button variant="default" onClick={() => setCreating(true)}>
          {texts.newToken}
        </Button>
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={2} />}
      {data?.items.length === 0 && <EmptyState title={texts.noToken}>{texts.noTokenDetail}</EmptyState>}
      {data && data.items.length > 0 && <TokenTable tokens={data.items} onRevoke={setRevoking} />}
      <NewTokenDialog opened={creating} onClose={() => setCreating(false)} />
      <RevokeDialog token={revoking} onClose={() => setRevoking(null)} />
    </Section>
  )
}

function TokenTable({
  tokens,
  onRevoke,
}: {
  tokens: readonly ApiToken[]
  onRevoke: (token: ApiToken) => void
}) {
  const texts = useTexts(myAccountTexts)
  const { applications } = useSession()
  const textOf = useTextOf()
  const names = (token: ApiToken) =>
    token.applications === null
      ? texts.allApplications
      : applications
          .filter(({ code }) => token.applications?.includes(code))
          .map(({ label }) => textOf(label))
          .join(', ')
  return (
    <Table.ScrollContainer minWidth={640} type="native">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.tokenName}</Table.Th>
            <Table.Th>{texts.tokenRole}</Table.Th>
            <Table.Th>{texts.expires}</Table.Th>
            <Table.Th>{texts.lastUsed}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tokens.map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td>
                <Text size="sm" fw={600}>
                  {token.name}
                </Text>
                <Text size="xs" c="dimmed" ff="monospace">
                  {token.prefix}…
                </Text>
              </Table.Td>
              <Table.Td>
                {texts.roles[token.role]}
                <Text size="xs" c="dimmed">
                  {names(token)}
                  {token.rights.includes('medical') && ` · ${texts.medical}`}
                </Text>
              </Table.Td>
              <Table.Td>
                {token.expiresAt ? <DateTime at={token.expiresAt} seconds={false} /> : texts.neverExpires}
              </Table.Td>
              <Table.Td>
                {token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} /> : texts.neverUsed}
              </Table.Td>
              <Table.Td ta="right">
                {isUsable(token) ? (
                  <Button
                    variant="default"
                    size="xs"
                    aria-label={texts.revokeOf(token.name)}
                    onClick={() => onRevoke(token)}
                  >
                    {texts.revoke}
                  </Button>
                ) : (
                  <Badge variant="default" tt="none">
                    {token.revokedAt ? texts.revoked : texts.expired}
                  </Badge>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function isUsable(token: ApiToken): boolean {
  return !token.revokedAt && (!token.expiresAt || Date.parse(token.expiresAt) > Date.now())
}

function RevokeDialog({ token, onClose }: { token: ApiToken | null; onClose: () => void }) {
  const texts = useTexts(myAccountTexts)
  const revoke = useRevokeToken()
  return (
    <ConfirmDialog
      opened={token !== null}
      title={texts.revoke}
      onClose={onClose}
      danger
      loading={revoke.isPending}
      error={revoke.error}
      onConfirm={() =>
        token &&
        revoke.mutate(token.id, {
          onSuccess: () => {
            onClose()
            tell(texts.tokenRevoked)
          },
        })
      }
    >
      {token && texts.revokeQuestion(token.name)}
    </ConfirmDialog>
  )
}
