import { expect, test } from 'vitest'
import { openLog } from './logging.ts'

function lines(level: 'info' | 'silent' | 'debug', work: (log: ReturnType<typeof openLog>) => void) {
  const written: string[] = []
  work(openLog(level, { write: (line) => written.push(line) }))
  return written.map((line) => JSON.parse(line))
}

test('an event is one JSON line with its level, its time and its facts', () => {
  const [line] = lines('info', (log) => log.info('run ended', { run: 12, state: 'finished' }))
  expect(line).toMatchObject({ level: 'info', event: 'run ended', run: 12, state: 'finished' })
  expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
})

test('what is below the level is not written', () => {
  expect(lines('info', (log) => log.debug('detail'))).toEqual([])
  expect(lines('silent', (log) => log.error('detail'))).toEqual([])
})

test('the row that PostgreSQL quotes in the detail of an error is not logged', () => {
  const error = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (ine)=(9990000011P)',
  })
  const [line] = lines('info', (log) => log.error('import failed', { error }))
  expect(line.error).toMatchObject({ message: 'duplicate key', code: '23505' })
  expect(JSON.stringify(line)).not.toContain('9990000011P')
})

test('a value that PostgreSQL quotes in the message itself is not logged, in the stack neither', () => {
  const error = Object.assign(new Error('invalid input syntax for type date: "TESTUN "Zoé"\n14 mars"'), {
    code: '22007',
  })
  const [line] = lines('info', (log) => log.error('request failed', { error }))
  expect(line.error.message).toBe('invalid input syntax for type date: "…"')
  expect(JSON.stringify(line)).not.toMatch(/TESTUN|Zoé|14 mars/)
  const other = Object.assign(new Error('violates unique constraint "account_mail_key"'), { code: '23505' })
  expect(lines('info', (log) => log.error('x', { error: other }))[0].error.message).toContain('account_mail')
})
