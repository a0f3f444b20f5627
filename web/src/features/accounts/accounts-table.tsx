import { Badge, Group, Table, Text, UnstyledButton } from '@mantine/core'
import type { Account } from '../../../../src/api/schemas/accounts.ts'
import { useSession } from '../../lib/session.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { RelativeTime } from '../../ui/moments.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { statusOf } from './account-status.ts'
import classes from './accounts-table.module.css'
import { MedicalMark } from './medical-mark.tsx'
import { RoleMark } from './role-mark.tsx'
import { accountsTexts } from './texts.ts'

const statusColors = { enabled: 'green', invited: 'blue', disabled: 'gray' } as const

interface Props {
  readonly accounts: readonly Account[]
  readonly onOpen: (account: Account) => void
}

/** The matrix: people against applications. */
export function AccountsTable({ accounts, onOpen }: Props) {
  const texts = useTexts(accountsTexts)
  const textOf = useTextOf()
  const { applications } = useSession()
  return (
    <TableFrame minWidth={760}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.person}</Table.Th>
            {applications.map(({ code, label }) => (
              <Table.Th key={code}>{textOf(label)}</Table.Th>
            ))}
            <Table.Th>{texts.lastSignIn}</Table.Th>
            <Table.Th>{texts.status}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {accounts.map((account) => (
            <AccountRow key={account.id} account={account} onOpen={onOpen} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}

function AccountRow({ account, onOpen }: { account: Account; onOpen: (account: Account) => void }) {
  const texts = useTexts(accountsTexts)
  const session = useSession()
  const status = statusOf(account)
  return (
    <Table.Tr data-disabled={!account.enabled || undefined} className={classes.row ?? ''}>
      <Table.Th scope="row" fw={400}>
        <Group gap="0 var(--mantine-spacing-xs)">
          <UnstyledButton className={classes.name ?? ''} onClick={() => onOpen(account)}>
            {account.name}
          </UnstyledButton>
          {account.rights.includes('medical') && <MedicalMark />}
          {account.id === session.account.id && (
            <Text span size="xs" c="dimmed">
              ({texts.you})
            </Text>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {account.login}
          {account.email && ` · ${account.email}`}
        </Text>
      </Table.Th>
      {account.administrator ? (
        <Table.Td colSpan={session.applications.length}>
          <Group gap="xs">
            <span className={classes.everything}>{texts.everything}</span>
          </Group>
        </Table.Td>
      ) : (
        session.applications.map(({ code }) => (
          <Table.Td key={code}>
            <RoleMark role={account.grants[code]} />
          </Table.Td>
        ))
      )}
      <Table.Td>
        {account.lastSignInAt ? <RelativeTime at={account.lastSignInAt} /> : texts.neverSignedIn}
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={statusColors[status]} tt="none">
          {texts[status]}
        </Badge>
      </Table.Td>
    </Table.Tr>
  )
}
