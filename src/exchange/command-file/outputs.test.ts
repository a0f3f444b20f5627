import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { entriesOf, identifiers, linesTold, readFile, withFile } from '../../../test/support/command-file.ts'
import { count, emptyTally } from '../line-outcome.ts'
import type { CommandFormat } from './command-format.ts'
import { openJournalFile } from './journal-file.ts'
import { openReportBody } from './report-body.ts'
import { openRetryFile } from './retry-file.ts'
import type { LineMessage } from './verdict.ts'
import { type ReportFacts, writeReport } from './write-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'nocturne-outputs-'))
let names = 0
const newPath = () => join(folder, `${++names}`)

/** The retry file of a file whose rows of these lines have failed, all malformed ones included; null: there is none. */
function retryOf(bytes: string | Uint8Array, failed: readonly number[], format: Partial<CommandFormat> = {}) {
  return withFile(bytes, format, async (test) => {
    if (!test.opened.ok) throw new Error('refused')
    const path = newPath()
    const retry = openRetryFile(path, test.opened.header)
    for (const entry of await entriesOf(test, test.opened.header))
      if (entry.kind === 'malformed' || failed.includes(entry.line)) retry.add(entry, test.file)
    retry.close()
    expect(retry.bytes).toBe(existsSync(path) ? readFileSync(path).length : 0)
    return existsSync(path) ? readFileSync(path) : null
  })
}

const told = (bytes: Uint8Array | null, encoding: BufferEncoding = 'utf8') =>
  bytes && Buffer.from(bytes).toString(encoding)

describe('the retry file', () => {
  it('is the header and the failed lines, byte for byte, in the order of the file', async () => {
    const file = ' # x\n username ;"firstname"\n\nct; "Zoé" \n# note\ndt;b\nft;"\n'
    expect(told(await retryOf(file, [4]))).toBe(' username ;"firstname"\nct; "Zoé" \nft;"\n')
  })

  it('does not come into being when nothing has failed', async () => {
    expect(await retryOf('username;firstname\nct;b\n', [])).toBeNull()
  })

  it('F01: has no mark of UTF-8', async () => {
    expect(told(await retryOf('\ufeffusername;firstname\nct;é\n', [2]))).toBe('username;firstname\nct;é\n')
  })

  it('F02: keeps the mark where it alone tells the encoding, so that it can be read again', async () => {
    const retry = await retryOf('\ufeffusername;firstname\nct;é\n', [2], { encoding: 'iso-8859-1' })
    expect(told(retry)).toBe('\ufeffusername;firstname\nct;é\n')
    expect(linesTold((await readFile(retry!, { encoding: 'iso-8859-1' })).entries)).toEqual(['2 ct|é'])
  })

  it('F04, F05: ends its lines as the file does, the last one too', async () => {
    expect(told(await retryOf('username;firstname\r\nct;a\r\ndt;b', [2, 3]))).toBe(
      'username;firstname\r\nct;a\r\ndt;b\r\n',
    )
    expect(told(await retryOf('username;firstname\rct;a\rdt;b', [3]))).toBe('username;firstname\rdt;b\r')
    expect(told(await retryOf('username;firstname\r\nct;a\r', [2]))).toBe('username;firstname\r\nct;a\r\n')
  })

  it('F16: is in ISO-8859-1 where the file is', async () => {
    const file = Buffer.from('username;firstname\nct;Zoé\ndt;b\n', 'latin1')
    expect(told(await retryOf(file, [2], { encoding: 'iso-8859-1' }), 'latin1')).toBe(
      'username;firstname\nct;Zoé\n',
    )
  })

  it('has no header where the file has none', async () => {
    expect(told(await retryOf('BIO101\nZZZ999\n', [2], identifiers))).toBe('ZZZ999\n')
  })

  it('has lines that are too long to be held, whole', async () => {
    const long = 'x'.repeat(3_000_000)
    expect(told(await retryOf(`username;firstname\nct;a\n${long}\ndt;b\n${long}`, []))).toBe(
      `username;firstname\n${long}\n${long}\n`,
    )
  })

  it('goes on after a crash at the length that was remembered', async () => {
    await withFile('username;firstname\nct;a\ndt;b\net;c\n', {}, async (test) => {
      if (!test.opened.ok) throw new Error('refused')
      const { header } = test.opened
      const entries = await entriesOf(test, header)
      const path = newPath()
      const first = openRetryFile(path, header)
      const nothingYet = first.bytes
      first.add(entries[0]!, test.file)
      first.sync()
      const remembered = first.bytes
      expect(readFileSync(path)).toHaveLength(remembered)
      first.add(entries[1]!, test.file)
      first.close()

      const second = openRetryFile(path, header, remembered)
      second.add(entries[2]!, test.file)
      second.close()
      second.close()
      expect(told(readFileSync(path))).toBe('username;firstname\nct;a\net;c\n')

      const again = openRetryFile(path, header, nothingYet)
      expect(existsSync(path)).toBe(false)
      again.add(entries[1]!, test.file)
      again.close()
      expect(told(readFileSync(path))).toBe('username;firstname\ndt;b\n')
      expect(() => openRetryFile(path, header, 1000)).toThrow('1000 had been written')
      expect(() => openRetryFile(path, header).add(entries[0]!, test.file)).toThrow('EEXIST')
    })
  })
})

const unknownUser: LineMessage = {
  severity: 'error',
  code: 'UNKNOWN_USER',
  column: 'username',
  text: { fr: 'Le compte « ct »\nn’existe pas.', en: 'Account “ct” does not exist.' },
}
const noCity: LineMessage = {
  severity: 'warning',
  code: 'NO_CITY',
  text: { fr: 'Ville inconnue.', en: 'Unknown town.' },
}

describe('the journal', () => {
  it('has one object a line, texts in both languages', () => {
    const path = newPath()
    const journal = openJournalFile(path, {})
    const change = { entity: 'user', key: 'ct', field: 'city', before: null, after: 'Rouen' }
    journal.add({ line: 2, outcome: 'updated', messages: [noCity], changes: [change] })
    journal.add({ line: null, outcome: null, messages: [], changes: [] })
    journal.close()
    expect(readFileSync(path, 'utf8').split('\n')).toEqual([
      '{"line":2,"outcome":"updated","messages":[{"severity":"warning","code":"NO_CITY","column":null,"fr":"Ville inconnue.","en":"Unknown town."}],' +
        '"changes":[{"entity":"user","key":"ct","field":"city","before":null,"after":"Rouen"}]}',
      '{"line":null,"outcome":null,"messages":[],"changes":[]}',
      '',
    ])
  })

  it('may leave out, and count, lines that changed nothing and say nothing', () => {
    const path = newPath()
    const journal = openJournalFile(path, { unchanged: 'leave-out' })
    journal.add({ line: 2, outcome: 'unchanged', messages: [], changes: [] })
    journal.add({ line: 3, outcome: 'unchanged', messages: [noCity], changes: [] })
    journal.close()
    expect(journal.leftOut).toBe(1)
    expect(readFileSync(path, 'utf8')).toMatch(/^{"line":3,.*\n$/)
  })
})

const facts: ReportFacts = {
  operation: { code: 'users.sync', label: { fr: 'Utilisateurs', en: 'Users' } },
  file: { name: 'userimport.csv', bytes: 1234, sha256: 'ab12' },
  separator: ';',
  encoding: { declared: 'iso-8859-1', effective: 'utf-8' },
  person: 'Camille TESTUN',
  mode: { fr: 'immédiat', en: 'immediate' },
  simulation: false,
  startedAt: Temporal.Instant.from('2026-11-22T00:24:00Z'),
  endedAt: Temporal.Instant.from('2026-11-22T00:25:10Z'),
  timeZone: 'Europe/Paris',
  faults: [],
  warnings: [],
  tally: null,
  comments: 0,
  oldComments: 0,
  conclusion: null,
  retryFile: null,
  archive: null,
  notes: [],
}

async function report(given: Partial<ReportFacts>, body: string | null): Promise<string[]> {
  const path = await writeReport(folder, `report-${++names}.txt`, { ...facts, ...given }, body)
  return readFileSync(path, 'utf8').split('\n')
}

function bodyOf(simulation: boolean): string {
  const body = openReportBody(newPath(), { simulation })
  body.line(2, 'created', [])
  body.line(3, 'rejected', [noCity, unknownUser])
  body.line(4, 'partial', [noCity])
  body.ignored(5, { severity: 'info', code: 'OLD_COMMENT', text: { fr: 'Commentaire.', en: 'Comment.' } })
  body.close()
  return body.path
}

describe('the report', () => {
  it('tells heading, lines, totals that add up, and what came after', async () => {
    const tally = emptyTally()
    for (const outcome of ['created', 'rejected', 'partial'] as const) count(tally, outcome)
    const change = { entity: 'group', key: 'BIO101 / TD-A', field: null, before: null, after: null }
    const lines = await report(
      {
        ...{ tally, comments: 2, oldComments: 1, warnings: [noCity] },
        conclusion: { messages: [{ ...noCity, severity: 'info' }], changes: [change] },
        entityWords: { group: 'groupe' },
        ...{ retryFile: 'userimport_tryback_20261122-012400.csv', archive: '20261122-012400_userimport.csv' },
        notes: [{ fr: 'Fichier de commande retiré.', en: 'Command file removed.' }],
      },
      bodyOf(false),
    )
    expect(lines).toEqual([
      'Rapport de traitement : Utilisateurs (users.sync)',
      '',
      'Fichier : userimport.csv',
      'Taille : 1234 octets',
      'SHA-256 : ab12',
      'Séparateur : « ; »',
      'Encodage : UTF-8 (configuré : ISO-8859-1)',
      'Demandé par : Camille TESTUN',
      'Mode : immédiat',
      'Début : 22/11/2026 01:24:00 (Europe/Paris)',
      'Fin : 22/11/2026 01:25:10 (Europe/Paris)',
      '',
      'fichier : avertissement — Ville inconnue.',
      '',
      'ligne 2 : créée',
      'ligne 3 : rejetée — Le compte « ct » n’existe pas. (colonne username)',
      'ligne 3 : avertissement — Ville inconnue.',
      'ligne 4 : appliquée en partie — Ville inconnue.',
      'ligne 5 : ignorée — Commentaire.',
      '',
      'Après la dernière ligne',
      'conclusion : information — Ville inconnue.',
      'conclusion : groupe BIO101 / TD-A',
      '',
      'Totaux',
      'lignes créées : 1',
      'lignes mises à jour : 0',
      'lignes inchangées : 0',
      'lignes appliquées en partie : 1',
      'lignes supprimées : 0',
      'lignes passées : 0',
      'lignes rejetées : 1',
      'lignes traitées : 3',
      'lignes vides : 0',
      'commentaires : 2',
      'lignes ignorées, prises pour des commentaires : 1',
      'avertissements : 0',
      '',
      'Fichier de reprise : userimport_tryback_20261122-012400.csv',
      'Archive : 20261122-012400_userimport.csv',
      'Fichier de commande retiré.',
      '',
      'Fin du rapport de traitement',
      '',
    ])
  })

  it('says a simulation in one way', async () => {
    const lines = await report({ simulation: true, tally: emptyTally() }, bodyOf(true))
    expect(lines).toContain('Mode : immédiat — SIMULATION, rien n’est modifié')
    expect(lines).toContain('SIMULATION : ligne 2 : créée')
  })

  it('of a refused file tells why', async () => {
    const fault = {
      code: 'NO_HEADER',
      line: 3,
      column: null,
      text: { fr: 'Pas d’en-tête.', en: 'No header.' },
    }
    const lines = await report({ faults: [fault], person: null }, null)
    expect(lines).toContain('ligne 3 : erreur — Pas d’en-tête.')
    expect(lines).toContain('Demandé par : personne, traitement programmé')
    expect(lines.at(-2)).toBe('Fin du rapport de traitement')
  })

  it('F09: of a file without rows is written all the same', async () => {
    const lines = await report({ tally: emptyTally() }, newPath())
    expect(lines).toContain('lignes traitées : 0')
  })

  it('D15: replaces none, and is never seen unfinished', async () => {
    const name = `taken-${++names}.txt`
    writeFileSync(join(folder, name), 'older')
    writeFileSync(join(folder, `taken-${names}-2.txt.part`), 'being written')
    const path = await writeReport(folder, name, facts, null)
    expect(path).toBe(join(folder, `taken-${names}-3.txt`))
    expect(readFileSync(join(folder, name), 'utf8')).toBe('older')
    expect(existsSync(`${path}.part`)).toBe(false)
    const both = await Promise.all(
      [1, 2].map(() => writeReport(folder, `both-${names}.txt`, facts, bodyOf(false))),
    )
    expect(new Set(both).size).toBe(2)
  })

  it('is not written when a line is lost', async () => {
    const tally = { ...emptyTally(), lines: 1 }
    await expect(report({ tally }, null)).rejects.toThrow('do not add up')
  })

  it('its body goes on after a crash at the length that was remembered', () => {
    const first = openReportBody(newPath(), { simulation: false })
    first.line(2, 'created', [])
    first.sync()
    const resumeAt = first.bytes
    first.line(3, 'rejected', [])
    first.close()
    const second = openReportBody(first.path, { simulation: false, resumeAt })
    second.line(3, 'created', [])
    second.close()
    expect(readFileSync(first.path, 'utf8')).toBe('ligne 2 : créée\nligne 3 : créée\n')
  })
})
