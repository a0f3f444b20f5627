const longest = 20

/**
 * Digits and a leading `+` (health.md 3.2, TELEPH): `06.12.34.56.78` gives `0612345678`. Null when nothing,
 * or more than 20 characters, would be left: half a number calls somebody else.
 */
export function readPhone(text: string): string | null {
  let index = 0
  while (index < text.length && isDigit(text.charCodeAt(index))) index++
  if (index === text.length) return index > 0 && index <= longest ? text : null

  let digits = ''
  let plus = ''
  for (index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (isDigit(code)) digits += text[index]
    else if (code === 0x2b && digits === '') plus = '+'
  }
  const phone = plus + digits
  return digits === '' || phone.length > longest ? null : phone
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}
