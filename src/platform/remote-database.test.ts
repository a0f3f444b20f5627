import { describe, expect, inject, test } from 'vitest'
import { remoteDatabaseSuite } from '../../test/support/remote-database-suite.ts'
import { cutAtPlaceholders } from './remote-database/placeholders.ts'
import { placeOf, readRemoteAddress } from './remote-database/remote-address.ts'

// MariaDB has the same suite among the peers.
describe('PostgreSQL', () => remoteDatabaseSuite('postgres', () => inject('adminUrl')))

test('question marks in quotes and comments are no placeholders', () => {
  expect(cutAtPlaceholders(`select '?''?', "?", $a$?$a$ /* ? */, ? -- ?\n, ?`)).toEqual([
    `select '?''?', "?", $a$?$a$ /* ? */, `,
    ' -- ?\n, ',
    '',
  ])
})

describe('an address', () => {
  test('says where, and in clear unless it says otherwise', () => {
    const address = readRemoteAddress('mariadb://lecteur:p%40ss@siscol.example.org/apogee')
    expect(address).toEqual({
      dialect: 'mysql',
      host: 'siscol.example.org',
      port: 3306,
      user: 'lecteur',
      password: 'p@ss',
      database: 'apogee',
      tls: null,
    })
    expect(placeOf(address)).toBe('Base « apogee » de siscol.example.org:3306')
  })

  test.each(['sslmode=require', 'sslmode=verify-full', 'ssl=true', 'ssl=1'])('%s verifies', (mode) => {
    expect(readRemoteAddress(`postgres://u@h/b?${mode}`).tls).toEqual({ verified: true, ca: null })
  })

  test('a misspelt parameter is refused before a password leaves in clear', () => {
    expect(() => readRemoteAddress('postgres://u:secret@h/b?sslmod=require')).toThrow(/sslmod/)
    expect(() => readRemoteAddress('postgres://u:secret@h/b?sslmode=on')).toThrow(/sslmode vaut/)
    expect(() => readRemoteAddress('http://u:secret@h/b')).toThrow(/^(?!.*secret)/)
  })
})
