import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigurationError, readConfiguration } from './configuration.ts'
import { describeConfiguration } from './describe-configuration.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'nocturne-configuration-'))

test('without anything set, the defaults serve and the data folder is below the current one', () => {
  const here = folder()
  expect(readConfiguration({}, here)).toMatchObject({
    dataDirectory: join(here, 'data'),
    databaseUrl: null,
    timeZone: 'Europe/Paris',
    encryptionKeys: [],
  })
})

test('the environment comes before the file, the file before the default', () => {
  const here = folder()
  writeFileSync(join(here, 'nocturne.json'), '{"concurrency": 7, "timeZone": "Indian/Reunion"}')
  const configuration = readConfiguration({ NOCTURNE_CONCURRENCY: '9' }, here)
  expect(configuration).toMatchObject({ concurrency: 9, timeZone: 'Indian/Reunion' })
})

test('all faults come in one message, each with the name to change', () => {
  const here = folder()
  writeFileSync(join(here, 'nocturne.json'), '{"data_directory": "x"}')
  const read = () =>
    readConfiguration(
      {
        DATABASE_URL: 'mysql://x',
        NOCTURNE_TIME_ZONE: 'Europe/Nowhere',
        NOCTURNE_CONCURRENCY: '0',
        NOCTURNE_ENCRYPTION_KEYS: 'short',
      },
      here,
    )
  expect(read).toThrow(ConfigurationError)
  try {
    read()
  } catch (error) {
    const { faults } = error as ConfigurationError
    expect(faults).toHaveLength(5)
    expect(faults[0]).toMatch(/data_directory: unknown.*did you mean dataDirectory\?/)
    for (const variable of [
      'DATABASE_URL',
      'NOCTURNE_TIME_ZONE',
      'NOCTURNE_CONCURRENCY',
      'NOCTURNE_ENCRYPTION_KEYS',
    ])
      expect((error as Error).message).toContain(variable)
  }
})

test('a named file that is not there, or is no JSON, is a fault', () => {
  const here = folder()
  expect(() => readConfiguration({ NOCTURNE_CONFIG: 'absent.json' }, here)).toThrow(/absent\.json/)
  writeFileSync(join(here, 'nocturne.json'), '{')
  expect(() => readConfiguration({}, here)).toThrow(/not a JSON object/)
})

test('secrets are masked where the configuration is shown', () => {
  const shown = describeConfiguration(
    readConfiguration({ DATABASE_URL: 'postgres://user:secret@localhost/base' }, folder()),
  )
  expect(JSON.stringify(shown)).not.toContain('secret@')
  expect(shown.find((entry) => entry.key === 'databaseUrl')?.value).toBe('••••••')
  expect(shown.find((entry) => entry.key === 'smtpUrl')?.value).toBeNull()
})

test('a password in an address of another system is neither printed nor told by a refusal', () => {
  const read = (environment: Record<string, string>) => readConfiguration(environment, folder())
  const shown = describeConfiguration(
    read({
      NOCTURNE_LIMESURVEY_URL: 'https://testun:mot-de-passe@enquetes.example.org/index.php',
      NOCTURNE_LIMESURVEY_USER: 'testun',
      NOCTURNE_LIMESURVEY_PASSWORD: 'mot-de-passe',
      NOCTURNE_SISCOL_URL: 'postgres://testun:mot-de-passe@siscol.example.org/base',
    }),
  )
  expect(JSON.stringify(shown)).not.toContain('mot-de-passe')
  expect(shown.find(({ key }) => key === 'limesurveyUrl')?.value).toBe(
    'https://••••••@enquetes.example.org/index.php',
  )
  for (const variable of [
    'NOCTURNE_SISCOL_URL',
    'NOCTURNE_OPI_URL',
    'NOCTURNE_LDAP_URL',
    'NOCTURNE_PEGASE_URL',
  ])
    try {
      read({ [variable]: 'postgre://testun:mot-de-passe@siscol.example.org/base' })
      throw new Error(`${variable} is taken`)
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(String(error)).not.toContain('mot-de-passe')
    }
})

test('sign-in services are reached by https, or on this machine', () => {
  const read = (environment: Record<string, string>) => () => readConfiguration(environment, folder())
  const client = { NOCTURNE_OIDC_CLIENT_ID: 'nocturne' }
  for (const issuer of ['https://idp.example.org/realms/univ', 'http://127.0.0.1:4000'])
    expect(read({ ...client, NOCTURNE_OIDC_ISSUER: issuer })()).toMatchObject({ oidcIssuer: issuer })
  for (const issuer of [
    'http://idp.example.org',
    'http://127.0.0.1.example.org',
    'https://u:p@idp.example.org',
    'idp',
  ])
    expect(read({ ...client, NOCTURNE_OIDC_ISSUER: issuer })).toThrow(/NOCTURNE_OIDC_ISSUER: an issuer like/)
  expect(read({ NOCTURNE_CAS_URL: 'http://cas.example.org/cas' })).toThrow(/NOCTURNE_CAS_URL/)
})

test('an OpenID Connect provider needs the name that Nocturne has there', () => {
  expect(() => readConfiguration({ NOCTURNE_OIDC_ISSUER: 'https://idp.example.org' }, folder())).toThrow(
    /NOCTURNE_OIDC_CLIENT_ID: required/,
  )
})

test('encryption keys may lie in a file, one a line; a fault of it tells no key', () => {
  const here = folder()
  const [first, second] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')]
  writeFileSync(join(here, 'keys'), `# of this year\r\n${first}\r\n\n${second} # of last year\n`)
  const read = (file: string, more = {}) =>
    readConfiguration({ NOCTURNE_ENCRYPTION_KEYS_FILE: file, ...more }, here)
  expect(read('keys')).toMatchObject({
    encryptionKeys: [first, second],
    encryptionKeysFile: join(here, 'keys'),
  })
  expect(() => read('keys', { NOCTURNE_ENCRYPTION_KEYS: first })).toThrow(/not together with/)
  expect(() => read('absent')).toThrow(/NOCTURNE_ENCRYPTION_KEYS_FILE: ENOENT/)
  writeFileSync(join(here, 'bad'), 'SECRETSECRET')
  expect(() => read('bad')).toThrow(/^(?!.*SECRETSECRET).*32 bytes/s)
  writeFileSync(join(here, 'bad'), '# nothing')
  expect(() => read('bad')).toThrow(/no key/)
})
