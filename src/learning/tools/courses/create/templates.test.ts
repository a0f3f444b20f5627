import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { backupFiles, gzippedTar, zipped } from '../../../../../test/support/course-backup.ts'
import { type Play, play } from '../../../../../test/support/learning.ts'
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/test-database.ts'
import { makeCoursesTool } from './courses-tool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('delete from learning.course where not is_site')
  await database.pool.query('delete from setting')
})

const told = async (text: string, options: Play = {}) =>
  (await play(database, makeCoursesTool, text, options)).told
const sections = async (shortname: string) =>
  (
    await database.pool.query<{ told: string }>(
      `select concat_ws(' ', position, s.name, nullif(s.summary, '')) as told
       from learning.course_section s join learning.course c on c.id = course_id
       where shortname = $1 order by position`,
      [shortname],
    )
  ).rows.map(({ told }) => told)
const format = async (shortname: string) =>
  (await database.pool.query('select format from learning.course where shortname = $1', [shortname])).rows[0]
    ?.format

const model = 'shortname;fullname;format;topic1;topic2\nMODELE;Modèle;weeks;Accueil|Bonjour;Examen'
const mode = (templateMode: string) => ({
  settings: { 'learning.courses.force-update': true, 'learning.courses.template-mode': templateMode },
})

describe('templates of courses.create', () => {
  it('a new course takes the sections and the format of a model; what the line says comes over them', async () => {
    await told(model)
    expect(
      await told('shortname;fullname;format;template;topic2;topic3\nA;A;topics;MODELE;Partiel;Oral'),
    ).toEqual(['2 created'])
    expect(await sections('A')).toEqual(['1 Accueil Bonjour', '2 Partiel', '3 Oral'])
    expect(await format('A')).toBe('weeks')
  })

  it.each([1, 10])('a model may come from the same file (chunks of %i)', async (chunk) => {
    expect(
      await told('shortname;fullname;template;topic1\nMODELE;M;;Un\nA;A;MODELE;\nB;B;A;', { chunk }),
    ).toEqual(['2 created', '3 created', '4 created'])
    expect(await sections('B')).toEqual(['1 Un'])
  })

  it.each([
    ['zip', zipped],
    ['tar', gzippedTar],
  ] as const)(
    'a new course takes the sections of a Moodle backup (%s), and nobody of it',
    async (_, pack) => {
      const files = {
        'modeles/bio.mbz': await pack(
          backupFiles([{ number: 1, name: 'Cellule', summary: 'a < b' }], 'weeks'),
        ),
      }
      const text = 'shortname;fullname;template\nA;A;modeles/bio.mbz\nB;B;/modeles/bio.mbz'
      expect(await told(text, { files })).toEqual(['2 created', '3 created'])
      expect([await sections('A'), await sections('B')]).toEqual([['1 Cellule a < b'], ['1 Cellule a < b']])
      expect(await format('A')).toBe('weeks')
    },
  )

  it('C10: a backup that cannot serve rejects its line, each with its own reason', async () => {
    const files = {
      'text.mbz': Buffer.from('bonjour'),
      'other.mbz': await zipped({ 'notes.txt': 'x' }),
      'empty.mbz': await zipped(backupFiles([])),
      'large.mbz': await zipped(backupFiles([{ number: 53, name: 'x' }])),
    }
    const names = [
      'absent.mbz',
      'text.mbz',
      'other.mbz',
      'empty.mbz',
      'large.mbz',
      '../secret.mbz',
      'a\\b.mbz',
    ]
    const lines = names.map((name, at) => `C${at};C;${name}`).join('\n')
    expect(await told(`shortname;fullname;template\n${lines}`, { files })).toEqual([
      '2 rejected TEMPLATE_FILE_MISSING',
      '3 rejected TEMPLATE_NOT_AN_ARCHIVE',
      '4 rejected TEMPLATE_NO_BACKUP',
      '5 rejected TEMPLATE_WITHOUT_CONTENT',
      '6 rejected TOO_MANY_SECTIONS',
      '7 rejected TEMPLATE_UNSAFE_PATH',
      '8 rejected TEMPLATE_UNSAFE_PATH',
    ])
  })

  it('mode 0: an existing course takes nothing of a template', async () => {
    await told(`${model}\nA;A;topics;Mien;`)
    expect(await told('shortname;fullname;template\nA;A;MODELE', mode('none'))).toEqual(['2 unchanged'])
    expect(await sections('A')).toEqual(['1 Mien'])
  })

  it('mode 1: the content comes after the sections of the course, once', async () => {
    await told(`${model}\nA;A;topics;Mien;`)
    const text = 'shortname;fullname;template\nA;A;MODELE'
    expect(await told(text, mode('add'))).toEqual(['2 updated'])
    expect(await sections('A')).toEqual(['1 Mien', '2 Accueil Bonjour', '3 Examen'])
    expect(await told(text, mode('add'))).toEqual(['2 unchanged'])
    expect(await sections('A')).toHaveLength(3)
  })

  it('mode 2: the content takes the place of the sections and groups of the course, once', async () => {
    await told(`${model}\nA;A;topics;Mien;Deux`)
    await database.pool.query(
      `insert into learning.course_group (course_id, name) select id, 'TD-A' from learning.course where shortname = 'A'`,
    )
    const text = 'shortname;fullname;template;topic1;topic4\nA;A;MODELE;Début;Fin'
    expect(await told(text, mode('replace'))).toEqual(['2 updated'])
    expect(await sections('A')).toEqual(['1 Début Bonjour', '2 Examen', '3 ', '4 Fin'])
    const { rows } = await database.pool.query('select name from learning.course_group')
    expect(rows).toEqual([])
    expect(await told(text, mode('replace'))).toEqual(['2 unchanged'])
  })

  it('content that does not fit is refused', async () => {
    await told('shortname;fullname;topic52\nMODELE;M;Fin\nA;A;Fin')
    await told('shortname;fullname;topic1\nA;A;Mien', mode('add'))
    expect(await told('shortname;fullname;template\nA;A;MODELE', mode('add'))).toEqual([
      '2 rejected TOO_MANY_SECTIONS',
    ])
  })

  it('one course that gets two contents in a chunk gets both, in order', async () => {
    await told(`${model}\nAUTRE;Autre;topics;Bilan;\nA;A;topics;Mien;`)
    const text = 'shortname;fullname;template\nA;A;MODELE\nA;A;AUTRE'
    expect(await told(text, mode('add'))).toEqual(['2 updated', '3 updated'])
    expect(await sections('A')).toEqual(['1 Mien', '2 Accueil Bonjour', '3 Examen', '4 Bilan'])
  })
})
