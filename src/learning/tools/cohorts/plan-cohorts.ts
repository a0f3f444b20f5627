import type { NumberedCommand } from '../../../exchange/command-file/command-tool.ts'
import type { Change, LineMessage, Verdict } from '../../../exchange/command-file/verdict.ts'
import type { LineOutcome } from '../../../exchange/line-outcome.ts'
import type { Operation } from '../../driver/operation.ts'
import type { CohortIdentity, Reader, UserIdentity } from '../../driver/reader.ts'
import type { CohortRecord, MethodRecord } from '../../driver/records.ts'
import { type Finder, userFinder, userIdentifier } from '../../identity/finders.ts'
import { type Found, find, soughtCohort } from '../../identity/found.ts'
import {
  type CohortFields,
  type CohortUser,
  type CohortWorld,
  loadCohorts,
} from '../../world/cohort-world.ts'
import { provisionalIds } from '../../world/provisional-ids.ts'
import { keyColumnOf } from './check-cohort.ts'
import { categoryFinder, type WantedCategory } from './cohort-category.ts'
import { type CohortCommand, destroysCohort } from './cohort-command.ts'
import {
  alreadyMember,
  membersGone,
  nameTaken,
  notCreatedByNumber,
  notMember,
  numberTaken,
} from './messages.ts'

export interface CohortRules {
  readonly cohortBy: CohortIdentity
  readonly userBy: UserIdentity
  /** « Créer les cohortes manquantes ». */
  readonly autoCreate: boolean
}

/** What a chunk's lines come to, and the bindings of the cohorts that it deletes. */
export interface PlannedCohorts {
  readonly verdicts: readonly Verdict<Operation>[]
  readonly bindings: readonly MethodRecord[]
}

type Decision = Omit<Verdict<Operation>, 'line'>

/** Decides on lines of a cohorts' file (learning.md 1.12): all look-ups first, then line by line in memory. */
export async function planCohorts(
  commands: readonly NumberedCommand<CohortCommand>[],
  read: Reader,
  rules: CohortRules,
): Promise<PlannedCohorts> {
  const all = commands.map(({ command }) => command)
  const keys = all.map((command) => command.key)
  const cohorts = await loadCohorts(
    read,
    {
      id: rules.cohortBy === 'id' ? keys : [],
      idnumber: all.map((command) => command.idnumber),
      // A created cohort without a name takes its number for one.
      name: all.flatMap((command) => [command.name, command.idnumber]),
    },
    provisionalIds(),
  )
  const users = await userFinder(
    read,
    rules.userBy,
    all.map((command) => command.user),
  )
  const categoryOf = categoryFinder(
    all.some((command) => command.category !== '' || command.categoryIdnumber !== '')
      ? await read.categories()
      : [],
  )
  await cohorts.loadMembers(
    read,
    all.flatMap((command) => {
      const user = command.user === '' ? null : users(command.user)
      return user?.ok
        ? cohorts
            .find(rules.cohortBy, command.key)
            .map((cohort) => ({ cohortId: cohort.id, userId: user.it.id }))
        : []
    }),
  )
  const shaken = all
    .filter(destroysCohort)
    .flatMap((command) => cohorts.find(rules.cohortBy, command.key).map((cohort) => cohort.id))
  await cohorts.loadAllMembers(read, [...new Set(shaken)])
  const freed = all
    .filter((command) => command.verb === 'free')
    .flatMap((command) => cohorts.find(rules.cohortBy, command.key))
    .flatMap((cohort) => cohorts.memberIds(cohort.id))
  const leaving = await read.users('id', [...new Set(freed)].map(String))
  cohorts.name(
    leaving.map((user) => ({ id: user.id, name: userIdentifier(user, rules.userBy) || user.username })),
  )

  const verdicts = commands.map(({ line, command }) => ({
    line,
    ...decide(command, { rules, cohorts, users, categoryOf }),
  }))
  const deleted = verdicts.flatMap(({ operations }) =>
    operations.flatMap((operation) =>
      operation.kind === 'delete-cohort' && operation.id > 0 ? [operation.id] : [],
    ),
  )
  return { verdicts, bindings: await read.bindingsOfCohorts(deleted) }
}

interface Known {
  readonly rules: CohortRules
  readonly cohorts: CohortWorld
  readonly users: Finder<{ readonly id: number }>
  readonly categoryOf: (command: CohortCommand) => WantedCategory
}

function decide(command: CohortCommand, known: Known): Decision {
  const { cohorts, rules } = known
  const user = command.user === '' ? null : known.users(command.user, 'userid')
  const category = known.categoryOf(command)
  const found = find(
    command.key,
    rules.cohortBy,
    cohorts.find(rules.cohortBy, command.key),
    soughtCohort,
    keyColumnOf(rules.cohortBy),
  )
  if (command.verb === 'add') return add(command, found, user, category, known)

  // Never the whole cohort for a user that is not there (H01).
  const faults = [found, user].flatMap((one) => (one !== null && !one.ok ? [one.fault] : []))
  if (!found.ok || faults.length > 0) return rejected(faults)
  if (command.verb === 'free') {
    const step = cohorts.empty(found.it.id)
    return step.changed
      ? applied('deleted', [step], [membersGone(step.left, command.key)])
      : applied('unchanged', [step], [membersGone(0, command.key)])
  }
  if (user === null) return applied('deleted', [cohorts.delete(found.it.id)])
  const step = cohorts.leave(found.it.id, named(user, command))
  return step.changed
    ? applied('deleted', [step])
    : applied('unchanged', [step], [notMember(command.user, command.key)])
}

function add(
  command: CohortCommand,
  found: Found<CohortRecord>,
  user: Found<{ readonly id: number }> | null,
  category: WantedCategory,
  { cohorts, rules }: Known,
): Decision {
  const faults: LineMessage[] = []
  if (user !== null && !user.ok) faults.push(user.fault)
  if (!category.ok) faults.push(category.fault)
  const missing = !found.ok && found.fault.code === 'UNKNOWN_COHORT'
  if (!found.ok && !(missing && rules.autoCreate && rules.cohortBy !== 'id'))
    faults.push(missing && rules.autoCreate ? notCreatedByNumber(command.key) : found.fault)

  const wanted = wantedFields(command, rules.cohortBy)
  const old = found.ok ? found.it : null
  const name = wanted.name ?? (old === null ? command.key : undefined)
  if (faults.length === 0) faults.push(...conflicts({ ...wanted, name }, old, cohorts))
  if (faults.length > 0 || !category.ok) return rejected(faults)

  const { categoryId } = category
  const step =
    old === null
      ? cohorts.create({
          categoryId: categoryId ?? null,
          name: name!,
          idnumber: wanted.idnumber ?? null,
          description: wanted.description ?? '',
          component: wanted.component ?? '',
        })
      : cohorts.update(old.id, { ...wanted, ...(categoryId === undefined ? {} : { categoryId }) })
  const cohortId = 'cohort' in step ? (step.cohort as CohortRecord).id : old!.id
  const changed: LineOutcome = old === null ? 'created' : step.changed ? 'updated' : 'unchanged'
  if (user === null) return applied(changed, [step])
  const joined = cohorts.join(cohortId, named(user, command))
  return joined.changed
    ? applied('created', [step, joined])
    : applied(changed, [step], [alreadyMember(command.user, command.key)])
}

/** Names and numbers are of one cohort each. */
function conflicts(
  { name, idnumber }: { readonly name: string | undefined; readonly idnumber?: string | null },
  old: CohortRecord | null,
  cohorts: CohortWorld,
): LineMessage[] {
  const faults: LineMessage[] = []
  if (name !== undefined && name !== old?.name && cohorts.find('name', name).length > 0)
    faults.push(nameTaken(name))
  if (idnumber && idnumber !== old?.idnumber && cohorts.find('idnumber', idnumber).length > 0)
    faults.push(numberTaken(idnumber))
  return faults
}

/** What the line says of the cohort; of an existing one its key, which it keeps, says nothing new. */
function wantedFields(command: CohortCommand, by: CohortIdentity): Partial<CohortFields> {
  const { name, idnumber, description, component } = command
  return {
    ...(name === '' ? {} : { name }),
    ...(idnumber === '' ? {} : { idnumber }),
    ...(description === '' ? {} : { description }),
    ...(component === '' ? {} : { component }),
    ...(by === 'idnumber' ? { idnumber: command.key } : {}),
  }
}

function named(user: Found<{ readonly id: number }>, command: CohortCommand): CohortUser {
  if (!user.ok) throw new Error('a user that was not found joins nothing')
  return { id: user.it.id, name: command.user }
}

function rejected(messages: readonly LineMessage[]): Decision {
  return { outcome: 'rejected', messages, changes: [], operations: [] }
}

function applied(
  outcome: LineOutcome,
  steps: readonly { readonly operations: readonly Operation[]; readonly changes: readonly Change[] }[],
  messages: readonly LineMessage[] = [],
): Decision {
  return {
    outcome,
    messages,
    changes: steps.flatMap((step) => step.changes),
    operations: steps.flatMap((step) => step.operations),
  }
}
