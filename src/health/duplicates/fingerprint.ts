import { hash } from 'node:crypto'
import type { ComparedName, ComparedRecord } from './compared-record.ts'
import { haveSameCode } from './score.ts'

/**
 * Hash of all that a score is made from: an ignored pair stays ignored while it is the same (health.md 2.6). The same
 * whichever record comes first. Tells nothing of the values.
 */
export function fingerprint(a: ComparedRecord, b: ComparedRecord): string {
  const [first, second] = a.id < b.id ? [a, b] : [b, a]
  return hash('sha256', `${valuesOf(first)}\n${valuesOf(second)}\n${haveSameCode(a, b)}`, 'base64url').slice(
    0,
    22,
  )
}

function valuesOf(record: ComparedRecord): string {
  return [
    [...record.ines].sort((x, y) => x - y).join(' '),
    record.birthDate,
    record.name.key,
    record.firstName.key,
    keyOf(record.usageName),
    keyOf(record.secondName),
    record.sex,
    record.nationality,
    record.email,
    record.phone,
    record.studentCode,
  ].join('\t')
}

function keyOf(name: ComparedName | null): string {
  return name === null ? '' : name.key
}
