import { expect, test } from 'vitest'
import { attachment, contentType } from './download.ts'

test('a name keeps its accents in the part that knows of them', () => {
  expect(attachment('été 2026.csv')).toBe(
    `attachment; filename="ete 2026.csv"; filename*=UTF-8''%C3%A9t%C3%A9%202026.csv`,
  )
})

test('a name can neither end the header nor lead into a folder', () => {
  expect(attachment('a"b\r\nX-Evil: 1.txt')).toBe(
    `attachment; filename="a_bX-Evil: 1.txt"; filename*=UTF-8''a%22bX-Evil%3A%201.txt`,
  )
  expect(attachment('../../etc/passwd')).toContain('filename="passwd"')
  expect(attachment('C:\\folder\\x.txt')).toContain('filename="x.txt"')
})

test('what a browser could run is handed out as bytes', () => {
  expect(contentType('text/csv; charset=iso-8859-1')).toBe('text/csv')
  expect(contentType('text/html')).toBe('application/octet-stream')
  expect(contentType('image/svg+xml')).toBe('application/octet-stream')
})
