import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { passwordFile, superuserPassword } from './superuser-password.ts'

const folder = mkdtempSync(join(tmpdir(), 'nocturne-password-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the password is made once, readable by its owner only, and fit for a URL', () => {
  const password = superuserPassword(folder)
  expect(password).toMatch(/^[\w-]{32}$/)
  expect(superuserPassword(folder)).toBe(password)
  expect(statSync(passwordFile(folder)).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['postgres.password'])
})

test('a damaged password file is not used', () => {
  writeFileSync(passwordFile(folder), '')
  expect(() => superuserPassword(folder)).toThrow(/restore it/)
})
