import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { AccountDrawer } from './account-drawer.tsx'
import { accountFilters, matches } from './account-status.ts'
import { AccountsTable } from './accounts-table.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { accountsQuery } from './list-accounts.ts'
import { RoleLegend } from './role-legend.tsx'
import { accountsTexts } from './texts.ts'

export function AccountsPage() {
  const texts = useTexts(accountsTexts)
  const { data, error, refetch } = useQuery(accountsQuery)
  const [state, setState] = useUrlState({ q: '', show: 'all', account: '' })
  const [inviting, invitation] = useDisclosure()
  const found = data?.items.filter((account) => matches(account, state.q, state.show)) ?? []
  const opened = data?.items.find((account) => String(account.id) === state.account)

  return (
    <>
      <PageHeader
        title={texts.title}
        description={texts.description}
        actions={
          <Button leftSection={<IconUserPlus size={18} aria-hidden="true" />} onClick={invitation.open}>
            {texts.invite}
          </Button>
        }
      />
      <Stack gap="md">
        <Group gap="md">
          <SearchBox label={texts.search} />
          <SegmentedControl
            aria-label={texts.show}
            value={state.show}
            onChange={(show) => setState({ show })}
            data={accountFilters.map((value) => ({ value, label: texts.filters[value] }))}
          />
          <Text size="sm" c="dimmed" role="status">
            {data ? texts.count(found.length) : '\u00a0'}
          </Text>
        </Group>
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <LoadingRows rows={6} height={60} />}
        {data && found.length > 0 && (
          <AccountsTable
            accounts={found}
            onOpen={(account) => {
              setState({ account: String(account.id) }, 'push')
              // Its owner may have changed it since: a link used, an address.
              void refetch()
            }}
          />
        )}
        {data && found.length === 0 && (
          <EmptyState title={texts.emptyTitle} icon={<IconUsers size={32} />}>
            {texts.emptyDetail}
          </EmptyState>
        )}
        {/* Below a list of unknown length: shown with it, so that it never jumps. */}
        {data && <RoleLegend />}
      </Stack>
      <AccountDrawer account={opened} onClose={() => setState({ account: '' })} />
      <InviteDialog opened={inviting} onClose={invitation.close} />
    </>
  )
}
