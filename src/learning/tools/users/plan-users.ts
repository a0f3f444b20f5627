import type { NumberedCommand } from '../../../exchange/command-file/command-tool.ts'
import type { Verdict } from '../../../exchange/command-file/verdict.ts'
import type { Operation } from '../../driver/operation.ts'
import type { Reader } from '../../driver/reader.ts'
import { localHost } from '../../identity/local-host.ts'
import { provisionalIds } from '../../world/provisional-ids.ts'
import { type Accounts, loadAccounts } from './accounts.ts'
import { passwordMails } from './password-mail.ts'
import { type Passwords, passwords } from './passwords.ts'
import { type AccountPlan, planAccount } from './plan-account.ts'
import { loadMemberships, type MembershipPlan } from './plan-memberships.ts'
import type { UserCommand } from './user-command.ts'
import type { UserOptions } from './user-options.ts'

export interface PlanPlace {
  readonly options: UserOptions
  readonly now: number
  readonly simulate: boolean
}

/**
 * A chunk of the users' file: first all accounts, line by line; then, with all that their cohorts and courses hold read at
 * once, memberships, line by line again.
 */
export async function planUsers(
  commands: readonly NumberedCommand<UserCommand>[],
  read: Reader,
  { options, now, simulate }: PlanPlace,
): Promise<readonly Verdict<Operation>[]> {
  const all = commands.map(({ command }) => command)
  const withProfiles = all.some((command) => command.profile.length > 0)
  const accounts = await loadAccounts(read, all, { byEmail: options.identity === 'email', withProfiles })
  const secrets = passwords(simulate)
  await secrets.compare(likelyPairs(all, accounts))
  const newId = provisionalIds()
  const place = {
    accounts,
    passwords: secrets,
    options,
    newId,
    profileFields: new Map(
      withProfiles ? (await read.profileFields()).map((field) => [field.shortname, field.id]) : [],
    ),
  }

  const plans: AccountPlan[] = []
  for (const command of all) plans.push(await planAccount(command, place))
  await secrets.settle()

  const members = all.flatMap((command, at) => {
    const { account, outcome } = plans[at]!
    const joins = command.cohort !== null || command.bindings.length > 0
    return account !== null && outcome !== 'deleted' && joins ? [{ command, account }] : []
  })
  const memberships = members.length === 0 ? null : await loadMemberships(read, members, options, newId, now)

  return commands.map(({ line, command }, at) => {
    const plan = plans[at]!
    const { account } = plan
    let joined = noMemberships
    if (memberships !== null && account !== null)
      if (plan.outcome === 'deleted') memberships.forget(account.id)
      else joined = memberships.plan({ command, account })
    const tells = options.sendPasswords && !simulate && plan.newPassword !== null && account !== null
    return {
      line,
      outcome:
        joined.faults.length > 0
          ? 'partial'
          : plan.outcome === 'unchanged' && joined.operations.length > 0
            ? 'updated'
            : plan.outcome,
      messages: [...plan.messages, ...joined.faults, ...joined.warnings],
      changes: [...plan.changes, ...joined.changes],
      operations: [...plan.operations.map((operation) => withHash(operation, secrets)), ...joined.operations],
      ...(tells
        ? {
            mails: passwordMails(
              account,
              plan.newPassword,
              secrets.hashOf(account.passwordHash ?? ''),
              options.siteName,
            ),
          }
        : {}),
    } satisfies Verdict<Operation>
  })
}

const noMemberships: MembershipPlan = { operations: [], changes: [], faults: [], warnings: [] }

/** Passwords that the file gives beside those that the accounts it names have: most comparisons that planning will want. */
function likelyPairs(
  commands: readonly UserCommand[],
  accounts: Accounts,
): (readonly [stored: string, text: string])[] {
  return commands.flatMap(({ username, oldUsername, hostId, password, deleted }) => {
    if (password.kind !== 'text' || deleted) return []
    const host = hostId ?? localHost
    const account = accounts.named(username, host) ?? accounts.named(oldUsername, host)
    const stored = account?.passwordHash ?? null
    return stored === null ? [] : [[stored, password.text] as const]
  })
}

function withHash(operation: Operation, secrets: Passwords): Operation {
  if (operation.kind === 'create-user') {
    const { passwordHash } = operation.fields
    return passwordHash === null
      ? operation
      : { ...operation, fields: { ...operation.fields, passwordHash: secrets.hashOf(passwordHash) } }
  }
  if (operation.kind !== 'update-user' && operation.kind !== 'revive-user') return operation
  const { passwordHash } = operation.changes
  return passwordHash === undefined || passwordHash === null
    ? operation
    : { ...operation, changes: { ...operation.changes, passwordHash: secrets.hashOf(passwordHash) } }
}
