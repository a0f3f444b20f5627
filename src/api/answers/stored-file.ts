import type { Shelf, StoredFile } from '../schemas/learning.ts'

/** A file as lists show it. `takers` says which tools take a command file of this name. */
export function storedFileAnswer(
  file: {
    readonly shelf: Shelf
    readonly name: string
    readonly bytes: number
    readonly modifiedAt: { toString(): string }
  },
  takers: (name: string) => readonly string[],
): StoredFile {
  const { shelf, name, bytes, modifiedAt } = file
  return {
    shelf,
    name,
    bytes,
    modifiedAt: modifiedAt.toString(),
    takenBy: shelf === 'commands' ? [...takers(name)] : [],
  }
}
