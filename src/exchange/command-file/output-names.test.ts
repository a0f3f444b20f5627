import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import {
  archiveName,
  isRetryName,
  journalName,
  nameOfAttempt,
  outputStamp,
  reportName,
  retryName,
} from './output-names.ts'

const stamp = '20261122-012400'

describe('names of what a command file leaves', () => {
  it('are stamped with the time of the establishment, to the second', () => {
    const at = Temporal.Instant.from('2026-11-22T00:24:00.999Z')
    expect(outputStamp(at, 'Europe/Paris')).toBe('20261122-012400')
    expect(outputStamp(at, 'America/Martinique')).toBe('20261121-202400')
  })

  it('say operation and command file', () => {
    expect(reportName(stamp, 'users.sync', 'userimport.csv', false)).toBe(
      '20261122-012400_report_users.sync_userimport.txt',
    )
    expect(reportName(stamp, 'users.sync', 'userimport.csv', true)).toBe(
      '20261122-012400_report_users.sync_userimport_simulation.txt',
    )
    expect(journalName(stamp, 'users.sync', 'userimport.csv', false)).toBe(
      '20261122-012400_journal_users.sync_userimport.jsonl',
    )
    expect(archiveName(stamp, 'rentrée 2026.csv')).toBe('20261122-012400_rentrée 2026.csv')
    expect(archiveName(stamp, 'sans-extension')).toBe('20261122-012400_sans-extension')
    expect(retryName(stamp, 'enrols.v2.csv')).toBe('enrols.v2_tryback_20261122-012400.csv')
  })

  it('D17: a retry file of a retry file appends a second stamp', () => {
    const first = retryName('20261122-012400', 'enrols.csv')
    expect(retryName('20261122-081502', first)).toBe('enrols_tryback_20261122-012400_20261122-081502.csv')
  })

  it('D15: a taken name is followed by a numbered one', () => {
    expect([1, 2, 3].map((attempt) => nameOfAttempt('a_report_b.txt', attempt))).toEqual([
      'a_report_b.txt',
      'a_report_b-2.txt',
      'a_report_b-3.txt',
    ])
  })

  it('fit into a directory however long the command file is called and however often it was retried', () => {
    const long = `${'é'.repeat(115)}.csv`
    let retry = long
    for (let again = 0; again < 40; again++) {
      retry = retryName(stamp, retry)
      expect(isRetryName(retry)).toBe(true)
      expect(retry.endsWith(`${stamp}.csv`)).toBe(true)
      for (const name of [retry, reportName(stamp, 'groups.members', retry, true), archiveName(stamp, retry)])
        expect(Buffer.byteLength(nameOfAttempt(name, 99))).toBeLessThanOrEqual(255)
    }
  })

  it('tell a retry file and a discarded file from a command file that waits', () => {
    expect(isRetryName('users_1_tryback_20261122-012400.csv')).toBe(true)
    expect(isRetryName('users_1-tryback-failed.csv')).toBe(true)
    expect(isRetryName('users_1.csv')).toBe(false)
  })
})
