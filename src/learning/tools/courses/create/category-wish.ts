import type { LineMessage } from '../../../../exchange/command-file/verdict.ts'
import type { CategoryWish } from './course-command.ts'
import { emptyLevel, tooLong } from './messages.ts'

const longestName = 255

/**
 * Pure: what a cell says of the category. By `idname` a number is an identifier, anything else a path `A/B/C` from the root
 * (slashes around it mean nothing). Null: it says nothing, the course goes to the default category or stays.
 */
export function categoryWish(
  value: string,
  identity: 'idname' | 'idnumber',
  faults: LineMessage[],
): CategoryWish | null {
  if (value === '') return null
  if (identity === 'idnumber') {
    if (value.length > 100) faults.push(tooLong('category', value.length, 100))
    return { by: 'idnumber', idnumber: value }
  }
  const path = value.replace(/^\/|\/$/g, '').trim()
  if (/^\d+$/.test(path)) return { by: 'id', id: Number(path) }
  const levels = path.split('/').map((level) => level.trim())
  if (levels.includes('')) faults.push(emptyLevel(value))
  for (const level of levels) {
    const length = [...level].length
    if (length > longestName) faults.push(tooLong('category', length, longestName))
  }
  return { by: 'path', levels }
}
