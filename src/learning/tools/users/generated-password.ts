import { randomInt } from 'node:crypto'

/** Nothing that is read for something else: no l, I, 1, O, 0. */
const letters = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const groups = 3
const lettersOfGroup = 4

/** A password to be read from a letter and typed once, `kR7d-Xw3p-9ZqT`: 12 letters of 56, some 69 bits. */
export function generatePassword(): string {
  const letter = () => letters[randomInt(letters.length)]!
  return Array.from({ length: groups }, () => Array.from({ length: lettersOfGroup }, letter).join('')).join(
    '-',
  )
}
