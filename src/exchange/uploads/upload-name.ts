/** Bytes that a name may have in a file system, less what reports and copies put before it. */
const longestBytes = 200

/**
 * What a sender called a file, without any folder: `../../etc/x` and `C:\export\x` are both `x`. It is shown and
 * repeated in names of copies, never followed.
 */
export function uploadName(given: string | undefined): string {
  const base = (given ?? '').toWellFormed().split(/[/\\]/).at(-1)!
  const visible = [...base]
    .filter((character) => !/\p{C}/u.test(character))
    .join('')
    .trim()
  if (/^\.*$/.test(visible)) return 'fichier.csv'
  return Buffer.byteLength(visible) <= longestBytes ? visible : shortened(visible)
}

/** The end of a name says what kind of file it is: the middle goes. */
function shortened(name: string): string {
  const end = /\.[^.]{1,10}$/.exec(name)?.[0] ?? ''
  const characters = [...name.slice(0, name.length - end.length)]
  while (Buffer.byteLength(characters.join('') + end) > longestBytes) characters.pop()
  return characters.join('') + end
}
