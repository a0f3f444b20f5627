import { gzipSync } from 'node:zlib'
import { packTar } from 'modern-tar'
import { describe, expect, it } from 'vitest'
import { backupFiles, gzippedTar, zipped } from '../../../../../test/support/course-backup.ts'
import { courseBackup } from './course-backup.ts'

const sections = [
  { number: 0, name: null, summary: '<p>Bienvenue &amp; bonjour</p>' },
  { number: 1, name: 'Cellule', summary: 'Structure et rôle' },
  { number: 2, name: 'Évaluation' },
]
const content = {
  sections: [
    { position: 0, name: '', summary: '<p>Bienvenue &amp; bonjour</p>' },
    { position: 1, name: 'Cellule', summary: 'Structure et rôle' },
    { position: 2, name: 'Évaluation', summary: '' },
  ],
}

describe.each([
  ['a ZIP', zipped],
  ['a gzip tar', gzippedTar],
] as const)('a course backup that is %s', (_, pack) => {
  it('gives its sections, in order, and its format', async () => {
    const archive = await pack(backupFiles([...sections].reverse(), 'weeks'))
    expect(await courseBackup(archive)).toEqual({ ok: true, content, format: 'weeks' })
  })

  it('without inventory is no backup', async () => {
    expect(await courseBackup(await pack({ 'notes.txt': 'bonjour' }))).toEqual({
      ok: false,
      why: 'no-backup',
    })
  })

  it('without sections has nothing to give', async () => {
    expect(await courseBackup(await pack(backupFiles([])))).toEqual({ ok: false, why: 'empty' })
  })

  it('that unpacks to more than may be is refused', async () => {
    const archive = await pack({ ...backupFiles(sections), 'files/big': '0'.repeat(300_000) })
    expect(await courseBackup(archive, 200_000)).toEqual({ ok: false, why: 'too-large' })
  })

  it('cut short is damaged', async () => {
    const archive = await pack(backupFiles(sections))
    expect(await courseBackup(archive.subarray(0, archive.length / 2))).toEqual({ ok: false, why: 'damaged' })
    for (let bytes = 2; bytes < archive.length - 8; bytes += 37)
      expect((await courseBackup(archive.subarray(0, bytes))).ok).toBe(false)
  })

  it('with wrong XML, or a document type, cannot be read', async () => {
    for (const xml of [
      '<moodle_backup><a></moodle_backup>',
      '<!DOCTYPE a><moodle_backup/>',
      '<other/>',
      '',
    ]) {
      const archive = await pack({ ...backupFiles(sections), 'moodle_backup.xml': xml })
      expect(await courseBackup(archive)).toEqual({ ok: false, why: 'unreadable' })
    }
    const numberless = { 'sections/section_1/section.xml': '<section><number>x</number></section>' }
    expect(await courseBackup(await pack({ ...backupFiles([]), ...numberless }))).toEqual({
      ok: false,
      why: 'unreadable',
    })
  })
})

describe('a section', () => {
  it('gives only what can be stored: no NUL, no half of a character, 255 characters of its name', async () => {
    const name = '😀'.repeat(300)
    const archive = await zipped(backupFiles([{ number: 1, name, summary: 'a\0b' }]))
    const backup = await courseBackup(archive)
    expect(backup.ok && backup.content.sections).toEqual([
      { position: 1, name: '😀'.repeat(255), summary: 'ab' },
    ])
  })
})

describe('an archive', () => {
  it('that holds a tar cut short is read to its end, not waited for', async () => {
    const tar = await packTar(
      Object.entries(backupFiles(sections)).map(([name, body]) => ({
        header: { name, size: Buffer.byteLength(body) },
        body,
      })),
    )
    const whole = tar.length - 1024
    for (let bytes = 1; bytes < whole; bytes += 101)
      expect(await courseBackup(gzipSync(tar.subarray(0, bytes)))).toBeDefined()
  })

  it('that is not there, or is none, is told as such', async () => {
    expect(await courseBackup(null)).toEqual({ ok: false, why: 'missing' })
    expect(await courseBackup(Buffer.from('shortname;fullname'))).toEqual({ ok: false, why: 'not-archive' })
    expect(await courseBackup(new Uint8Array())).toEqual({ ok: false, why: 'not-archive' })
  })

  it('with a name that leads out of it is refused as a whole', async () => {
    const body = 'x'
    const tar = await packTar([{ header: { name: '../../etc/cron.d/x', size: 1 }, body }])
    expect(await courseBackup(gzipSync(tar))).toEqual({ ok: false, why: 'unsafe' })
    // yazl refuses to write such a name: it is put in afterwards, at the same length.
    const zip = Buffer.from(await zipped({ 'aa/bb/evil': body }))
    const evil = Buffer.from(zip.toString('latin1').replaceAll('aa/bb/evil', '../../evil'), 'latin1')
    expect(await courseBackup(evil)).toEqual({ ok: false, why: 'unsafe' })
  })

  it('with a link is refused', async () => {
    const tar = await packTar([
      { header: { name: 'moodle_backup.xml', type: 'symlink', linkname: '/etc/passwd', size: 0 } },
    ])
    expect(await courseBackup(gzipSync(tar))).toEqual({ ok: false, why: 'unsafe' })
  })
})
