import type { Text } from '../../platform/text.ts'

/** What the file area refuses: a name that cannot be, a name taken, a file that is not there. */
export class AreaError extends Error {
  readonly code: 'BAD_NAME' | 'EXISTS' | 'ABSENT'
  readonly text: Text
  constructor(code: AreaError['code'], text: Text) {
    super(text.en)
    this.code = code
    this.text = text
  }
}
