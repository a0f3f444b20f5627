import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { emptyBase } from '../../../test/support/student-base.ts'
import { addItems, file, header, importBytes, line, students } from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

// health.md 6.1, cases 22 to 24 and 26: what a file must be to be read at all. Case 25 is in failed-import.test.ts.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
afterEach(() => emptyBase(database))
afterAll(() => database.drop())

const zoe = line()
const latin1 = (...parts: string[]) => Buffer.from(parts.join(''), 'latin1')

/** Imports a file that must be refused; returns its messages. Nothing is imported, there is no retry file. */
async function refusal(bytes: Buffer | null, options: { modelCode?: string } = {}): Promise<string[]> {
  const run = await importBytes(database, bytes, options)
  expect(run).toMatchObject({ state: 'refused', rejectedLines: null, tally: { lines: 0 } })
  expect(run.log).toMatch(/\nNombre de lignes traitées : 0\n$/)
  expect(await students(database)).toEqual([])
  return run.errorLog!.trimEnd().split('\n')
}

/** Imports a file that must be accepted; returns the family names then stored. */
async function accepted(bytes: Buffer): Promise<unknown[]> {
  const run = await importBytes(database, bytes)
  expect(run).toMatchObject({ state: 'applied', errorLog: null, rejectedLines: null })
  return (await students(database)).map((student) => student.family_name)
}

const wrong = (detail: string) => `Erreur de cohérence dans le fichier d'import ... ${detail}`
const notCsv = wrong("Ce fichier n'est pas un fichier CSV")
const utf8 = wrong('Fichier encodé en UTF-8, ISO-8859-1 attendu')
const columns = (count: number) => wrong(`Le fichier d'import doit contenir ${count} colonnes`)

describe('case 22: the header', () => {
  const withHeader = (changed: string) => latin1(changed, '\r\n', zoe, '\r\n')

  test('in lower case: one message for each of the 46 columns, nothing imported', async () => {
    const messages = await refusal(withHeader(header.toLowerCase()))
    expect(messages).toHaveLength(46)
    expect(messages[0]).toBe(wrong('Colonne 1 doit être égale à COD_ANU'))
    expect(messages[45]).toBe(wrong('Colonne 46 doit être égale à IDENTIFIANT'))
  })
  test.each([
    ['a trailing space in `NOM `', ';NOM;', ';NOM ;', ['Colonne 5 doit être égale à NOM']],
    ['`NOMUSA GE`', ';NOMUSAGE;', ';NOMUSA GE;', ['Colonne 6 doit être égale à NOMUSAGE']],
    [
      'columns 5 and 6 exchanged',
      ';NOM;NOMUSAGE;',
      ';NOMUSAGE;NOM;',
      ['Colonne 5 doit être égale à NOM', 'Colonne 6 doit être égale à NOMUSAGE'],
    ],
  ])('%s', async (_, right, given, details) => {
    expect(await refusal(withHeader(header.replace(right, given)))).toEqual(details.map(wrong))
  })
  const names = header.split(';')
  test.each([
    ['45 columns', names.slice(0, 45).join(';')],
    ['43 columns', names.slice(0, 43).join(';')],
    ['47 columns', `${header};AUTRE`],
    ['a comma as separator', names.join(',')],
  ])('%s: one message, whatever the names', async (_, changed) => {
    expect(await refusal(withHeader(changed))).toEqual([columns(46)])
  })
  test('an empty file', async () => {
    expect(await refusal(Buffer.alloc(0))).toEqual([columns(46)])
  })
  test('no file', async () => {
    expect(await refusal(null)).toEqual(["Fichier d'import introuvable !"])
  })
  test('a model of the base version expects 43 columns, says so, and takes such a file', async () => {
    await database.pool.query(`update import_model set format_version = 'base' where code = 'CHU'`)
    expect(await refusal(withHeader(header), { modelCode: 'CHU' })).toEqual([columns(43)])
    const base = [header, zoe].map((text) => text.split(';').slice(0, 43).join(';')).join('\n')
    expect(await importBytes(database, latin1(base, '\n'), { modelCode: 'CHU' })).toMatchObject({
      counts: { created: 1 },
    })
  })
})

describe('case 23: the encoding', () => {
  const text = `${header}\r\n${line({ NOM: 'TESTÉ' })}\r\n`
  test('UTF-8 with mark is refused', async () => {
    expect(await refusal(Buffer.from(`\ufeff${text}`, 'utf8'))).toEqual([utf8])
  })
  test('UTF-8 without mark is refused', async () => {
    expect(await refusal(Buffer.from(text, 'utf8'))).toEqual([utf8])
  })
  test('UTF-16 is no CSV file', async () => {
    expect(await refusal(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual([notCsv])
  })
  test('plain ASCII is accepted', async () => {
    expect(await accepted(file(line({ PRENOM1: 'Zoe' })))).toEqual(['TESTUN'])
  })
  test('Windows-1252 is accepted: œ stays, a curly apostrophe becomes a plain one', async () => {
    const windows = file(line({ NOM: "D'~UVRE" }))
    windows[windows.indexOf(0x7e)] = 0x8c
    windows[windows.indexOf("D'") + 1] = 0x92
    expect(await accepted(windows)).toEqual(["D'ŒUVRE"])
  })
  test('a file of which only some lines are UTF-8 is read as ISO-8859-1, those lines with a warning', async () => {
    const run = await importBytes(database, file(zoe, line({ NOM: 'TESTÃ©' })))
    expect(run.counts).toMatchObject({ created: 2 })
    expect(run.log).toContain('WARN  ligne 3 : suite de caractères UTF-8 lue comme ISO-8859-1')
    expect(run.tally.warnings).toBe(1)
  })
})

describe('case 24: line ends', () => {
  const two = [header, zoe, line({ NOM: 'TESTDEUX' })] as const
  test.each([
    ['CR LF', `${two.join('\r\n')}\r\n`],
    ['LF', `${two.join('\n')}\n`],
    ['CR', `${two.join('\r')}\r`],
    ['mixed', `${two[0]}\r\n${two[1]}\n${two[2]}\r\n`],
    ['no final line end', two.join('\r\n')],
  ])('%s: accepted', async (_, text) => {
    expect(await accepted(latin1(text))).toEqual(['TESTUN', 'TESTDEUX'])
  })
  test('a last line cut in the middle, without line end, is rejected', async () => {
    const cut = line({ NOM: 'TESTDEUX' }).slice(0, -6)
    const run = await importBytes(database, latin1(header, '\r\n', zoe, '\r\n', cut))
    expect(run.counts).toMatchObject({ created: 1, rejected: 1 })
    expect(run.errorLog).toBe(
      'Nombre de champs incorrect (40 au lieu de 46) - dossier non traité pour : ligne 3\n',
    )
    expect(run.rejectedLines).toEqual(latin1(header, '\r\n', cut))
  })
  test('the same line with its line end is completed with empty fields and a warning', async () => {
    const cut = line({ NOM: 'TESTDEUX' }).slice(0, -6)
    const run = await importBytes(database, latin1(header, '\r\n', cut, '\r\n'))
    expect(run.counts).toMatchObject({ created: 1, rejected: 0 })
    expect(run.log).toContain('WARN  ligne 2 : ligne complétée par des champs vides (40 au lieu de 46)')
  })
  test.each([
    ['with line end', `${header}\r\n`],
    ['without', header],
  ])('only a header (%s): finished, 0 lines', async (_, text) => {
    const run = await importBytes(database, latin1(text))
    expect(run).toMatchObject({ state: 'applied', errorLog: null, rejectedLines: null })
    expect(run.log).toMatch(/\nNombre de lignes traitées : 0\n$/)
  })
})

describe('case 26: what is no text', () => {
  test('an executable renamed .csv is refused', async () => {
    const program = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\x00', 'latin1'), Buffer.alloc(4096)])
    expect(await refusal(program)).toEqual([notCsv])
  })
  test('a line of more than 16 KiB, anywhere, is none of a student file', async () => {
    expect(await refusal(file(zoe, 'x'.repeat(16 * 1024 + 1)))).toEqual([notCsv])
  })
  test('a directory or a pipe under the name of the file is no file', async () => {
    const message = ["Fichier d'import introuvable !"]
    for (const path of ['/', '/dev/null']) {
      const run = await importBytes(database, null, { path })
      expect(run.errors.map((issue) => issue.message)).toEqual(message)
    }
  })
})
