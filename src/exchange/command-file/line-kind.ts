export type LineKind = 'blank' | 'comment' | 'old-comment' | 'row'

/**
 * What a line is by its beginning (learning.md 1.1, F10–F12). An indented `#` is a comment whether or not old-style comments
 * are told apart.
 */
export function lineKind(text: string, oldComments: boolean): LineKind {
  const content = text.trimStart()
  // Ctrl-Z ends files of DOS.
  if (content === '' || content === '\x1a') return 'blank'
  if (content.startsWith('#')) return 'comment'
  return oldComments && isOldComment(text.charCodeAt(0)) ? 'old-comment' : 'row'
}

function isOldComment(first: number): boolean {
  return first === 0x20 || first === 0x28 || first === 0x2d || first === 0x2f || first === 0x5b
}

/** Whether a line is a row without a further look: nearly every one is. */
export function beginsRow(text: string): boolean {
  const first = text.charCodeAt(0)
  return first > 0x2f && first < 0x80 && first !== 0x5b
}
