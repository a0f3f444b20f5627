import { describe, expect, it } from 'vitest'
import { identifiers, linesTold, readFile, withFile } from '../../../test/support/command-file.ts'
import type { CommandFormat } from './command-format.ts'
import type { FileFault } from './file-fault.ts'

const told = async (bytes: string | Uint8Array, format: Partial<CommandFormat> = {}) =>
  linesTold((await readFile(bytes, format)).entries)

const faultsOf = (
  bytes: string | Uint8Array,
  format: Partial<CommandFormat> = {},
): Promise<readonly FileFault[]> =>
  withFile(bytes, format, async ({ opened }) => (opened.ok ? [] : opened.faults))

const codesOf = async (bytes: string | Uint8Array, format: Partial<CommandFormat> = {}) =>
  (await faultsOf(bytes, format)).map(({ code, column }) => (column === null ? code : `${code} ${column}`))

const warningsOf = async (bytes: string | Uint8Array, format: Partial<CommandFormat> = {}) =>
  (await readFile(bytes, format)).header.warnings.map(({ code, text }) => `${code} ${text.fr}`)

const mark = Buffer.from([0xef, 0xbb, 0xbf])
const marked = (text: string) => Buffer.concat([mark, Buffer.from(text)])
const iso = (text: string) => Buffer.from(text, 'latin1')
const isoFormat = { encoding: 'iso-8859-1' } as const

describe('the encoding of a command file', () => {
  it('F01: the mark of UTF-8 before the header is stripped', async () => {
    const { header, entries } = await readFile(marked('username;firstname\nct;Zoé\n'))
    expect(linesTold(entries)).toEqual(['2 ct|Zoé'])
    expect(Buffer.from(header.raw).toString('latin1')).toBe('username;firstname\n')
    expect(header.warnings).toEqual([])
  })

  it('F01: and before the first identifier of a file without header', async () => {
    expect(await told(marked('BIO101\n'), identifiers)).toEqual(['1 BIO101'])
  })

  it('F02: the mark of UTF-8 in a file declared ISO-8859-1 is stripped, told, and the file is read as UTF-8', async () => {
    const { header, entries } = await readFile(marked('username;firstname\nct;Zoé\n'), isoFormat)
    expect(linesTold(entries)).toEqual(['2 ct|Zoé'])
    expect(header.encoding).toBe('utf-8')
    expect(header.warnings.map(({ text }) => text.fr)[0]).toContain(
      'Fichier UTF-8 alors que l’encodage configuré est ISO-8859-1',
    )
    // Without the mark the retry file would be refused as UTF-8.
    expect(Buffer.from(header.raw)).toEqual(marked('username;firstname\n'))
  })

  it.each([
    ['with its mark, little end first', Buffer.from('\ufeffusername;firstname\n', 'utf16le')],
    ['with its mark, big end first', Buffer.from('\ufeffusername;firstname\n', 'utf16le').swap16()],
    ['without mark', Buffer.from('username;firstname\n', 'utf16le')],
  ])('F03: UTF-16 %s is refused and named', async (_, bytes) => {
    const faults = await faultsOf(bytes)
    expect(faults).toHaveLength(1)
    expect(faults[0]!.text.fr).toContain('UTF-16')
  })

  it('F03: a workbook in place of a CSV file is named', async () => {
    expect((await faultsOf(Buffer.from('PK\x03\x04\0\0\0', 'latin1')))[0]!.text.fr).toContain('classeur')
  })

  it('F15: an ISO-8859-1 file read as UTF-8 is refused, with the line of the first bad byte', async () => {
    expect(await faultsOf(iso('# un\n\nusername;firstname\r\nct;Zoe\r\ndt;Zoé\r\net;Zoé\r\n'))).toMatchObject(
      [{ code: 'WRONG_ENCODING', line: 5 }],
    )
    expect(await faultsOf(iso('username;firstname\rct;Zo\xc3'))).toMatchObject([{ line: 2 }])
  })

  it('F15: the line is right far into a file, where blocks of reading cut lines and characters', async () => {
    const line = `ct;${'é'.repeat(700)}\n`
    const bytes = Buffer.concat([
      Buffer.from(`username;firstname\n${line.repeat(1000)}`),
      iso('ct;Zo\xe9 e\n'),
      Buffer.from(line.repeat(1000)),
    ])
    expect(await faultsOf(bytes)).toMatchObject([{ code: 'WRONG_ENCODING', line: 1002 }])
  })

  it('F16: accents of an ISO-8859-1 file are converted exactly once, those of Windows too', async () => {
    expect(
      await told(iso('username;firstname\nct;Zoé Ça ÿ\ndt;\x9cuvre d\x92art \x80\n'), isoFormat),
    ).toEqual(['2 ct|Zoé Ça ÿ', '3 dt|œuvre d’art €'])
  })

  it('F16: UTF-8 in a file declared ISO-8859-1 is refused on evidence, with the line that shows it', async () => {
    expect(await faultsOf('username;firstname\nct;Zoe\ndt;Zoé\n', isoFormat)).toMatchObject([
      { code: 'WRONG_ENCODING', line: 3 },
    ])
  })

  it('F16: a byte that ISO-8859-1 and Windows-1252 lack rejects its line only', async () => {
    expect(await told(iso('username;firstname\nct;Zo\x81\ndt;Zoé\n'), isoFormat)).toEqual([
      '2 UNREADABLE_CHARACTER',
      '3 dt|Zoé',
    ])
  })
})

describe('lines of a command file', () => {
  it.each([
    ['F04: CR LF', 'username;firstname\r\nct;Camille\r\n'],
    ['F05: lone CR', 'username;firstname\rct;Camille\r'],
    ['F06: none after the last line', 'username;firstname\nct;Camille'],
    ['F06: none after the last line of a CR LF file', 'username;firstname\r\nct;Camille'],
    ['CR CR LF, as a transfer in text mode leaves them', 'username;firstname\r\r\nct;Camille\r\r\n'],
  ])('%s', async (_, text) => expect(await told(text)).toEqual(['2 ct|Camille']))

  it('F07: an empty file is refused as empty, one of the mark alone too, with header or without', async () => {
    for (const format of [{}, identifiers])
      for (const bytes of ['', mark]) {
        const [fault, ...others] = await faultsOf(bytes, format)
        expect(fault).toMatchObject({ code: 'EMPTY_FILE' })
        expect(fault!.text.fr).toContain('Fichier vide')
        expect(others).toEqual([])
      }
  })

  it('F08: a file of comments and blank lines has no header', async () => {
    const [fault] = await faultsOf('# rien\n\n   \n- fin\n')
    expect(fault).toMatchObject({ code: 'NO_HEADER' })
    expect(fault!.text.fr).toContain('Aucune ligne d’en-tête')
    expect(await codesOf('\n')).toEqual(['NO_HEADER'])
    expect(await told('# rien\n\n', identifiers)).toEqual(['1 comment', '2 blank'])
  })

  it('F09: a header without rows is a file of no row, with or without an end of line', async () => {
    expect(await told('username;firstname')).toEqual([])
    expect(await told('username;firstname\r\n')).toEqual([])
    expect(Buffer.from((await readFile('username;firstname')).header.raw).toString()).toBe(
      'username;firstname\n',
    )
  })

  it('F10: comments and blank lines before the header, between rows and at the end are told apart', async () => {
    const { header, entries } = await readFile(
      '# un\n\n(deux)\nusername;firstname\n# trois\n\nct;Camille\n# fin',
    )
    expect(header).toMatchObject({ line: 4, before: { comments: 1, blank: 1, oldComments: [3] } })
    expect(linesTold(entries)).toEqual(['5 comment', '6 blank', '7 ct|Camille', '8 comment'])
  })

  const strange = 'username;firstname\n ct;a\n-ct;b\n/ct;c\n(ct;d\n[ct;e\n'
  it('F11: rows that begin with a space, - / ( or [ are ignored, each with its number', async () => {
    const { entries } = await readFile(strange)
    expect(linesTold(entries)).toEqual([2, 3, 4, 5, 6].map((line) => `${line} old-comment`))
    expect(entries[1]).toMatchObject({ message: { severity: 'info', code: 'OLD_COMMENT' } })
  })

  it('F11: and are rows where compatibility is off', async () => {
    expect(await told(strange, { oldComments: false })).toEqual([
      '2 ct|a',
      '3 -ct|b',
      '4 /ct|c',
      '5 (ct|d',
      '6 [ct|e',
    ])
  })

  it('F11: a first value between quotes is a row in any case', async () => {
    expect(await told('username;firstname\n"-ct";Camille\n"#1";Dominique\n')).toEqual([
      '2 -ct|Camille',
      '3 #1|Dominique',
    ])
  })

  it('F12: an indented comment is a comment, compatibility on or off', async () => {
    for (const oldComments of [true, false])
      expect(await told('username;firstname\n  # note\n\t#x\n', { oldComments })).toEqual([
        '2 comment',
        '3 comment',
      ])
  })

  it('F24: a line of more than 1023 bytes is one row', async () => {
    const name = 'x'.repeat(100_000)
    expect(await told(`username;firstname\nct;${name}\ndt;b\n`)).toEqual([`2 ct|${name}`, '3 dt|b'])
  })
})

describe('the header of a command file', () => {
  it('F13: a file with the other separator is refused, and the one found is named', async () => {
    const [fault, ...others] = await faultsOf('username,firstname,email\nct,Camille,\n')
    expect(fault).toMatchObject({ code: 'WRONG_SEPARATOR', line: 1 })
    expect(fault!.text.fr).toContain(
      'Séparateur de champ inattendu : l’en-tête contient « , », « ; » est attendu',
    )
    expect(others).toEqual([])
    expect((await faultsOf('username;firstname\n', { separator: ',' }))[0]!.text.fr).toContain(
      '« ; », « , » est attendu',
    )
    expect((await faultsOf('username\tfirstname\n'))[0]!.text.fr).toContain('contient une tabulation')
  })

  it('F13: a column glued to another by the wrong separator is told so', async () => {
    expect(await codesOf('username,firstname;email\n')).toEqual(['WRONG_SEPARATOR username,firstname'])
  })

  it.each(['user:name', 'user\tname'])(
    'F14: a name with : or a tab inside is an unknown column (%j)',
    async (name) => {
      const faults = await faultsOf(`username;firstname;${name}\n`)
      expect(faults).toMatchObject([{ code: 'UNKNOWN_COLUMN' }])
      expect(faults[0]!.text.fr).toContain('éparateur de champ inattendu')
    },
  )

  it('F17: a mandatory column that is missing is refused and named, all of them at once', async () => {
    const faults = await faultsOf('email;city\n')
    expect(faults.map(({ code, column }) => `${code} ${column}`)).toEqual([
      'MISSING_COLUMN username',
      'MISSING_COLUMN firstname',
    ])
    expect(faults[1]!.text.fr).toContain('Colonnes acceptées : username, firstname, email, city')
  })

  it('F18: an unknown column is refused and named, with the nearest name and the accepted ones', async () => {
    const [fault] = await faultsOf('username;firstname;emial\n')
    expect(fault).toMatchObject({ code: 'UNKNOWN_COLUMN', column: 'emial', line: 1 })
    expect(fault!.text.fr).toBe(
      'La colonne « emial » n’est pas connue : vouliez-vous dire « email » ? Colonnes acceptées : username, firstname, email, city.',
    )
  })

  it('F18: names are exact: a name that only contains a known one is unknown', async () => {
    expect(await codesOf('username;firstname;myemail2;constructor;toString\n')).toEqual([
      'UNKNOWN_COLUMN myemail2',
      'UNKNOWN_COLUMN constructor',
      'UNKNOWN_COLUMN toString',
    ])
  })

  it('F19: with the option on, unknown columns are ignored with one warning', async () => {
    const text = 'username;note;firstname;autre\nct;x;Camille;y\n'
    expect(await told(text, { unknownColumns: 'ignore' })).toEqual(['2 ct|Camille'])
    expect(await warningsOf(text, { unknownColumns: 'ignore' })).toEqual([
      'UNKNOWN_COLUMNS_IGNORED Colonnes inconnues, ignorées : note, autre.',
    ])
  })

  it('F20: a column that stands twice is refused, under another of its names too', async () => {
    expect(await codesOf('username;firstname;username\n')).toEqual(['DUPLICATE_COLUMN username'])
    const columns = { mandatory: ['username'], optional: ['cmd'], aliases: { gcmd: 'cmd' } }
    expect(await codesOf('username;cmd;gcmd\n', { columns })).toEqual(['DUPLICATE_COLUMN gcmd'])
    expect(await codesOf('username;firstname;x;x\n', { unknownColumns: 'ignore' })).toEqual([
      'DUPLICATE_COLUMN x',
    ])
  })

  it('F21: an empty name is refused', async () => {
    const [fault] = await faultsOf('username;;firstname\n')
    expect(fault).toMatchObject({ code: 'EMPTY_COLUMN' })
    expect(fault!.text.fr).toContain('n° 2')
    expect(await codesOf('username;firstname;;\n')).toEqual(['EMPTY_COLUMN'])
  })

  it('F21: a separator at the end of the header is a warning where no row has a value there', async () => {
    const text = 'username;firstname;\nct;Camille;\ndt;Dominique\n# fin\n'
    expect(await told(text)).toEqual(['2 ct|Camille', '3 dt|Dominique', '4 comment'])
    expect((await readFile(text)).header.warnings.map(({ code }) => code)).toEqual(['EMPTY_LAST_COLUMN'])
  })

  it('F21: and is refused, with the line, where a row has one', async () => {
    expect(await faultsOf('username;firstname;\nct;Camille;\ndt;Dominique; x\n')).toMatchObject([
      { code: 'EMPTY_COLUMN', line: 3 },
    ])
  })

  it('F22: a header in upper case is unknown columns, and their lower-case names are suggested', async () => {
    const faults = await faultsOf('Username;FIRSTNAME;email\n')
    expect(faults.map(({ code, column }) => `${code} ${column}`)).toEqual([
      'UNKNOWN_COLUMN Username',
      'UNKNOWN_COLUMN FIRSTNAME',
    ])
    expect(faults[0]!.text.fr).toContain('en minuscules, « username »')
    const [missing] = await faultsOf('Username;firstname\n', { unknownColumns: 'ignore' })
    expect(missing).toMatchObject({ code: 'MISSING_COLUMN', column: 'username' })
    expect(missing!.text.fr).toContain('le fichier a « Username »')
  })

  it('F23: spaces and quotes around names are taken off', async () => {
    expect(await told('username ;\t"firstname" ; "email"\nct;Camille;c@example.org\n')).toEqual([
      '2 ct|Camille|c@example.org',
    ])
  })

  it('F23: an indented header is one, although indented lines are old-style comments', async () => {
    const { header, entries } = await readFile('# x\n username ; firstname\nct;Camille\n dt;x\n')
    expect(header).toMatchObject({ line: 2, before: { comments: 1, oldComments: [] } })
    expect(linesTold(entries)).toEqual(['3 ct|Camille', '4 old-comment'])
    expect((await readFile(' username;firstname')).header.line).toBe(1)
  })

  it('F23: an indented line that repeats the header that follows it stays a comment', async () => {
    const { header } = await readFile(' username;firstname\nusername;firstname;email\n')
    expect(header).toMatchObject({
      line: 2,
      columns: ['username', 'firstname', 'email'],
      before: { oldComments: [1] },
    })
  })

  it('columns are free in their order, have other names, and numbered ones', async () => {
    const columns = {
      mandatory: ['username'],
      optional: ['profile_field_phone'],
      aliases: { login: 'username' },
      ignored: ['sort'],
      recognise: (name: string) =>
        /^course[1-9]\d*$/.test(name) ? name : name === 'user_profile_phone' ? 'profile_field_phone' : null,
    }
    const { header, entries } = await readFile('course2;sort;login;user_profile_phone\nBIO;1;ct;06\n', {
      columns,
    })
    expect(header.cells).toEqual(['course2', null, 'username', 'profile_field_phone'])
    expect(linesTold(entries)).toEqual(['2 BIO|ct|06'])
    expect(header.warnings.map(({ code, column }) => `${code} ${column}`)).toEqual(['IGNORED_COLUMN sort'])
    expect(await codesOf('username;course0;course\n', { columns })).toEqual([
      'UNKNOWN_COLUMN course0',
      'UNKNOWN_COLUMN course',
    ])
  })

  it('a header that cannot be split is refused with that alone', async () => {
    expect(await codesOf('username;"firstname\n')).toEqual(['UNREADABLE_HEADER'])
    expect(await codesOf(`username;${'x'.repeat(3_000_000)}\n`)).toEqual(['HEADER_TOO_LONG'])
    expect(await codesOf(`username${';'.repeat(900_000)}\n`)).toEqual(['HEADER_TOO_LONG'])
  })

  it('a header of a thousand faults tells the first ones, and how many more there are', async () => {
    const faults = await faultsOf(
      `username;${Array.from({ length: 1000 }, (_, n) => `inconnue${n}`).join(';')}\n`,
    )
    expect(faults).toHaveLength(31)
    expect(faults.at(-1)!.text.fr).toContain('971 autres défauts')
  })
})
