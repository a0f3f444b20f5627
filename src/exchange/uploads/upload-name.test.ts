import { expect, test } from 'vitest'
import { uploadName } from './upload-name.ts'

// The parser of multipart bodies takes folders off as well: this is what holds should it ever not.

test.each([
  ['../../etc/passwd', 'passwd'],
  ['/etc/cron.d/evil', 'evil'],
  ['C:\\export\\rentrée.csv', 'rentrée.csv'],
  ['..\\..\\x.csv', 'x.csv'],
  ['a\r\nSet-Cookie: x.csv', 'aSet-Cookie: x.csv'],
  ['a\u0000.csv', 'a.csv'],
  ['facture\u202Efdp.csv', 'facturefdp.csv'],
  ['\ud800.csv', '\ufffd.csv'],
  ['..', 'fichier.csv'],
  ['dossier/', 'fichier.csv'],
  ['   ', 'fichier.csv'],
  [undefined, 'fichier.csv'],
])('%j is called %j', (given, name) => {
  expect(uploadName(given)).toBe(name)
})

test('a name too long for a file system loses its middle, never its end', () => {
  const name = uploadName(`${'é'.repeat(300)}.csv`)
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
  expect(name.endsWith('é.csv')).toBe(true)
})
