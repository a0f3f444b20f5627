const longest = 254
const longestLocalPart = 64

/** What a local part may hold beside letters, digits and dots (RFC 5322, atext). */
const localMarks = "!#$%&'*+-/=?^_`{|}~"

/**
 * Whether a text is an e-mail address that can be written to: one `@`, an unquoted ASCII local part, a domain
 * of at least two labels. `a@b` is none (health.md 6.1, case 35). It says nothing of whether it exists.
 */
export function isEmail(text: string): boolean {
  const at = text.indexOf('@')
  if (at < 1 || at > longestLocalPart || text.length > longest) return false
  return isLocalPart(text, at) && isDomain(text, at + 1)
}

function isLocalPart(text: string, end: number): boolean {
  let previous = '.'
  for (let index = 0; index < end; index++) {
    const character = text[index]!
    if (character === '.') {
      if (previous === '.') return false
    } else if (!isLetterOrDigit(text.charCodeAt(index)) && !localMarks.includes(character)) return false
    previous = character
  }
  return previous !== '.'
}

function isDomain(text: string, start: number): boolean {
  let labels = 0
  let labelStart = start
  for (let index = start; index <= text.length; index++) {
    if (index < text.length && text.charCodeAt(index) !== 0x2e) {
      if (!isLetterOrDigit(text.charCodeAt(index)) && text.charCodeAt(index) !== 0x2d) return false
      continue
    }
    const length = index - labelStart
    if (length < 1 || length > 63) return false
    if (text.charCodeAt(labelStart) === 0x2d || text.charCodeAt(index - 1) === 0x2d) return false
    labels++
    // A top-level domain is never a number: that would be an address of a machine.
    if (index === text.length && (length < 2 || isDigit(text.charCodeAt(labelStart)))) return false
    labelStart = index + 1
  }
  return labels >= 2
}

function isLetterOrDigit(code: number): boolean {
  const lower = code | 0x20
  return (lower >= 0x61 && lower <= 0x7a && code >= 0x41) || isDigit(code)
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}
