import type { NumberedCommand } from '../../../exchange/command-file/command-tool.ts'
import type { LineMessage, Verdict } from '../../../exchange/command-file/verdict.ts'
import type { Operation, Picture } from '../../driver/operation.ts'
import type { Reader, UserIdentity } from '../../driver/reader.ts'
import type { UserKey } from '../../driver/records.ts'
import { userFinder } from '../../identity/finders.ts'
import { type MadePicture, makePicture, sumsOf } from './make-picture.ts'
import { entryFault, ofEntry, pictureKept, pictureSet } from './messages.ts'
import { UnreadableEntry } from './picture-archive.ts'
import type { PictureCommand, PictureSource } from './picture-command.ts'

export interface PictureRules {
  readonly userBy: UserIdentity
  /** « Remplacer les images existantes ». */
  readonly overwrite: boolean
}

/** Images that are unpacked and decoded at the same time. */
const together = 2

const faultCodes = {
  'not-an-image': 'NOT_AN_IMAGE',
  damaged: 'DAMAGED_IMAGE',
  'too-many-pixels': 'TOO_MANY_PIXELS',
} as const

/**
 * Decides on entries of an archive of pictures (learning.md 1.10). An image is unpacked only where it may be wanted, and
 * decoded only where it is another than the one there is.
 */
export async function planPictures(
  commands: readonly NumberedCommand<PictureCommand>[],
  read: Reader,
  rules: PictureRules,
): Promise<readonly Verdict<Operation>[]> {
  const find = await userFinder(
    read,
    rules.userBy,
    commands.map(({ command }) => command.user),
    { localOnly: true },
  )
  const found = commands.map(({ command }) => find(command.user))
  const userIds = [...new Set(found.flatMap((one) => (one.ok ? [one.it.id] : [])))]
  const sums = new Map((await read.pictures(userIds)).map(({ userId, sha256 }) => [userId, sha256]))
  const loaded = await inTurns(commands, together, async ({ command }, at) => {
    const user = found[at]!
    if (!user.ok) return null
    const before = sums.get(user.it.id) ?? null
    return before !== null && !rules.overwrite ? null : await load(command.source, before)
  })
  return commands.map(({ line, command }, at) => {
    const user = found[at]!
    const { name } = command.source
    return user.ok
      ? decide(line, name, user.it, sums.get(user.it.id) ?? null, loaded[at]!)
      : rejected(line, [ofEntry(name, user.fault)])
  })
}

/** An image looked into: the one there is already, another one, or none. Null: nobody looked. */
type Loaded = null | 'same' | 'unreadable' | MadePicture

async function load(source: PictureSource, before: string | null): Promise<Loaded> {
  try {
    const bytes = await source.read()
    return before !== null && sumsOf(bytes).sha256 === before ? 'same' : await makePicture(bytes, source.name)
  } catch (error) {
    if (error instanceof UnreadableEntry) return 'unreadable'
    throw error
  }
}

function decide(
  line: number,
  name: string,
  user: UserKey,
  before: string | null,
  loaded: Loaded,
): Verdict<Operation> {
  if (loaded === null) return unchanged(line, pictureKept(name, user.username, 'protected'))
  if (loaded === 'same') return unchanged(line, pictureKept(name, user.username, 'same'))
  if (loaded === 'unreadable') return rejected(line, [entryFault('UNREADABLE_ENTRY', name)])
  if (!loaded.ok) return rejected(line, [entryFault(faultCodes[loaded.why], name)])
  const picture: Picture = loaded.picture
  return {
    line,
    outcome: before === null ? 'created' : 'updated',
    messages: [pictureSet(name, user.username)],
    changes: [{ entity: 'picture', key: user.username, field: 'sha256', before, after: picture.sha256 }],
    operations: [{ kind: 'set-picture', userId: user.id, picture }],
  }
}

function unchanged(line: number, message: LineMessage): Verdict<Operation> {
  return { line, outcome: 'unchanged', messages: [message], changes: [], operations: [] }
}

function rejected(line: number, messages: readonly LineMessage[]): Verdict<Operation> {
  return { line, outcome: 'rejected', messages, changes: [], operations: [] }
}

/** Results in the order of `things`, at most `atOnce` under way. */
async function inTurns<T, R>(
  things: readonly T[],
  atOnce: number,
  work: (thing: T, at: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(things.length)
  let next = 0
  const worker = async () => {
    for (let at = next++; at < things.length; at = next++) results[at] = await work(things[at]!, at)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}
