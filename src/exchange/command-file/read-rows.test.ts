import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entriesOf, identifiers, linesTold, readFile, withFile } from '../../../test/support/command-file.ts'
import type { CommandFormat } from './command-format.ts'
import { readRows } from './read-rows.ts'

const header = 'username;firstname;email\n'

/** The rows below a header of three columns. */
const rows = async (text: string, format: Partial<CommandFormat> = {}) =>
  linesTold((await readFile(header + text, format)).entries)

const message = async (text: string) => {
  const [entry] = (await readFile(header + text)).entries
  return entry?.kind === 'malformed' ? entry.messages[0]!.text.fr : null
}

describe('rows of a command file', () => {
  it('R01: a short row is rejected, with the numbers found and expected', async () => {
    expect(await rows('ct;Camille\ndt;Dominique;\n')).toEqual(['2 SHORT_ROW', '3 dt|Dominique|'])
    expect(await message('ct;Camille\n')).toContain('2 valeurs trouvées, 3 attendues')
    expect(await message('ct\n')).toContain('1 valeur trouvée, 3 attendues')
  })

  it('R02: a long row is rejected', async () => {
    expect(await rows('ct;Camille;c@example.org;x\n')).toEqual(['2 LONG_ROW'])
    expect(await message('ct;Camille;;;x\n')).toContain('5 valeurs trouvées, 3 attendues')
  })

  it('R02: a long row whose extra cells are empty is read, with a warning', async () => {
    expect(await rows('ct;Camille;c@example.org;; "" \n')).toEqual([
      '2 ct|Camille|c@example.org EXTRA_EMPTY_CELLS',
    ])
  })

  it('R03: a separator between quotes is part of its cell', async () => {
    expect(await rows('ct;"TESTUN; Camille";"a,b"\n')).toEqual(['2 ct|TESTUN; Camille|a,b'])
  })

  it('R04: a doubled quote between quotes is one', async () => {
    expect(await rows('ct;"Dupont ""Jr""";""\n')).toEqual(['2 ct|Dupont "Jr"|'])
  })

  it('R05: a quote that is not closed on its line rejects that line and no other', async () => {
    expect(await rows('ct;"Camille;x\ndt;Dominique;\net;";\nft;"a""\n')).toEqual([
      '2 UNTERMINATED_QUOTE',
      '3 dt|Dominique|',
      '4 UNTERMINATED_QUOTE',
      '5 UNTERMINATED_QUOTE',
    ])
  })

  it('R05: a quoted line break is an unterminated quote', async () => {
    expect(await rows('ct;"Camille\nTESTUN";x\n')).toEqual(['2 UNTERMINATED_QUOTE', '3 SHORT_ROW'])
  })

  it('a quote inside a bare value is data, text after an enclosure is none', async () => {
    expect(await rows('ct;Camille "Cam" T;5"\ndt;"Cam" T;\n')).toEqual([
      '2 ct|Camille "Cam" T|5"',
      '3 TEXT_AFTER_QUOTE',
    ])
  })

  it('spaces around an enclosure are trimmed as around any value', async () => {
    expect(await rows('ct; "a;b" ;\t" c "\n')).toEqual(['2 ct|a;b|c'])
  })

  it('R06: &#59 and &#44 are separators that are data, with or without their semicolon', async () => {
    expect(await rows('a&#44b;a&#59b;x\n', { oldComments: false })).toEqual(['2 a,b|a;b|x'])
    expect(
      await readFile('username,firstname,email\na&#44;b,"a&#59;b, c",&#45;\n', { separator: ',' }).then(
        ({ entries }) => linesTold(entries),
      ),
    ).toEqual(['2 a,b|a;b, c|&#45;'])
  })

  it('R07: a cell of spaces is empty, unbreakable ones too', async () => {
    expect(await rows('ct;   ;\u00a0\t\n')).toEqual(['2 ct||'])
  })

  it('R12: HTML and scripts are text', async () => {
    expect(await rows('ct;<script>alert(1)</script>;<b>x</b>\n')).toEqual([
      '2 ct|<script>alert(1)</script>|<b>x</b>',
    ])
  })

  it('R13: a value of any length up to the limit of a line is read whole', async () => {
    const name = 'é'.repeat(500_000)
    expect(await rows(`ct;${name};\n`)).toEqual([`2 ct|${name}|`])
  })

  it('a control character rejects its line', async () => {
    expect(await rows('ct;Cam\rille;\ndt;a\u0007;\net;b;\n\x1a')).toEqual([
      '2 UNREADABLE_CHARACTER',
      '3 UNREADABLE_CHARACTER',
      '4 et|b|',
      '5 blank',
    ])
  })

  it('a row knows which columns its file has', async () => {
    const [entry] = (await readFile('username;firstname;email\nct;Camille;\n')).entries
    if (entry?.kind !== 'row') throw new Error('no row')
    expect([entry.row.value('email'), entry.row.value('city'), entry.row.text('city')]).toEqual([
      '',
      undefined,
      '',
    ])
    expect(entry.row.columns).toEqual(['username', 'firstname', 'email'])
  })

  it('a line of an identifier is the identifier, separators included; a second place may be left out', async () => {
    expect(
      linesTold((await readFile(' BIO101 \nA;B,C\n"D"\n', { ...identifiers, oldComments: false })).entries),
    ).toEqual(['1 BIO101', '2 A;B,C', '3 D'])
    const two = { columns: null, positions: ['identifier', 'description'] }
    expect(linesTold((await readFile('BIO101\nDRT;Droit\nX;;\nX;a;b\n', two)).entries)).toEqual([
      '1 BIO101|',
      '2 DRT|Droit',
      '3 X| EXTRA_EMPTY_CELLS',
      '4 LONG_ROW',
    ])
  })
})

describe('a line longer than a mebibyte', () => {
  const long = 'x'.repeat((1 << 20) - 3)

  it('is rejected, and the lines around it are read', async () => {
    expect(await rows(`ct;${long}y;\ndt;b;\n`)).toEqual(['2 LINE_TOO_LONG', '3 dt|b|'])
    expect(await rows(`#${long}${long}${long}\nct;a;\n${long}${long}${long}`)).toEqual([
      '2 comment',
      '3 ct|a|',
      '4 LINE_TOO_LONG',
    ])
  })

  it('is read when it has a mebibyte exactly', async () => {
    expect((await rows(`c;${long.slice(1)};\r\ndt;b;`)).map((row) => row.length)).toEqual([
      2 + 2 + long.length,
      '3 dt|b|'.length,
    ])
  })

  it('takes no memory', async () => {
    const text = `${header}ct;a;\n${'x'.repeat(64 << 20)}\ndt;b;\n`
    await withFile(text, {}, async (test) => {
      if (!test.opened.ok) throw new Error('refused')
      const before = process.memoryUsage().arrayBuffers
      let most = 0
      const told: string[] = []
      for await (const { entries } of readRows(
        test.file,
        test.scan,
        test.opened.header,
        test.format,
        test.opened.header.rows,
      )) {
        told.push(...linesTold(entries))
        most = Math.max(most, process.memoryUsage().arrayBuffers - before)
      }
      expect(told).toEqual(['2 ct|a|', '3 LINE_TOO_LONG', '4 dt|b|'])
      expect(most).toBeLessThan(8 << 20)
    })
  })
})

it('F25: 200,000 rows are streamed in constant memory', async () => {
  const line = (n: number) => `testun${n};Camille;testun${n}@example.org\n`
  const most = async (count: number) => {
    const text = header + Array.from({ length: count }, (_, n) => line(n)).join('')
    return withFile(text, {}, async ({ file, scan, format, opened }) => {
      if (!opened.ok) throw new Error('refused')
      let held = 0
      let rows = 0
      const before = process.memoryUsage().arrayBuffers
      for await (const { entries } of readRows(file, scan, opened.header, format, opened.header.rows)) {
        rows += entries.length
        held = Math.max(held, process.memoryUsage().arrayBuffers - before)
        // A batch is small, whatever the file is.
        expect(entries.length).toBeLessThan(20_000)
      }
      expect(rows).toBe(count)
      return held
    })
  }
  expect(await most(200_000)).toBeLessThan(64 << 20)
})

describe('whatever a file holds', () => {
  /** A reader of its own: whole file, letter by letter. What it says is what `linesTold` says. */
  function oracle(text: string, end: string, columns: number): string[] {
    const lines = text.split(end)
    if (lines.at(-1) === '') lines.pop()
    return lines.slice(1).map((content, index) => {
      const line = end === '\n' && content.endsWith('\r') ? content.slice(0, -1) : content
      const number = index + 2
      if (line.trim() === '') return `${number} blank`
      if (line.trim()[0] === '#') return `${number} comment`
      if (' ([-/'.includes(line[0]!)) return `${number} old-comment`
      if (line.trim().includes('\r')) return `${number} UNREADABLE_CHARACTER`
      const cells = ['']
      let state: 'begin' | 'bare' | 'quoted' | 'closed' = 'begin'
      for (let at = 0; at < line.length; at++) {
        const letter = line[at]!
        if (state === 'quoted') {
          if (letter !== '"') cells[cells.length - 1] += letter
          else if (line[at + 1] === '"') {
            cells[cells.length - 1] += '"'
            at++
          } else state = 'closed'
        } else if (letter === ';') {
          cells.push('')
          state = 'begin'
        } else if (state === 'closed') {
          if (letter.trim() !== '') return `${number} TEXT_AFTER_QUOTE`
        } else if (state === 'begin' && letter === '"') {
          cells[cells.length - 1] = ''
          state = 'quoted'
        } else {
          if (letter.trim() !== '') state = 'bare'
          cells[cells.length - 1] += letter
        }
      }
      if (state === 'quoted') return `${number} UNTERMINATED_QUOTE`
      const values = cells.map((cell) => cell.trim())
      const extra = values.slice(columns)
      if (values.length < columns) return `${number} SHORT_ROW`
      if (extra.some((cell) => cell !== '')) return `${number} LONG_ROW`
      return `${number} ${values.slice(0, columns).join('|')}${extra.length > 0 ? ' EXTRA_EMPTY_CELLS' : ''}`
    })
  }

  const piece = fc.constantFrom(
    'a',
    'é',
    '"',
    '""',
    ';',
    ';',
    ' ',
    '#',
    '-',
    '(',
    '"a;b"',
    'œ',
    '\u00a0',
    '\n',
    '\n',
    '\r',
  )
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))
  const kind = fc.record({
    end: fc.constantFrom('\n', '\r\n', '\r'),
    encoding: fc.constantFrom('utf-8' as const, 'iso-8859-1' as const),
    mark: fc.boolean(),
  })

  it('it is read as a reader letter by letter reads it, and every line comes back byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(text, kind, async (body, { end, encoding, mark }) => {
        // The header fixes what a line ends with; a lone CR elsewhere is data.
        const lines = end === '\n' ? body : body.replaceAll('\r', '').replaceAll('\n', end)
        const whole = `username;firstname${end}${encoding === 'iso-8859-1' ? lines.replaceAll('œ', 'oe') : lines}`
        const content = Buffer.from(whole, encoding === 'utf-8' ? 'utf8' : 'latin1')
        const bytes = mark && encoding === 'utf-8' ? Buffer.concat([Buffer.from('\ufeff'), content]) : content
        await withFile(bytes, { encoding }, async (test) => {
          // « é » and unbreakable spaces may make UTF-8 by chance, which is refused.
          fc.pre(encoding === 'utf-8' || !test.scan.hasHighBytes || !test.scan.validUtf8)
          if (!test.opened.ok) throw new Error(JSON.stringify(test.opened.faults))
          const { header } = test.opened
          const entries = await entriesOf(test, header)
          const one = end === '\r' ? '\r' : '\n'
          const expected = oracle(whole, one, 2)
          expect(linesTold(entries)).toEqual(expected)
          const raw = Buffer.concat([
            bytes.subarray(0, header.rows.offset),
            ...entries.map((entry) => entry.raw!),
          ])
          expect(raw.equals(bytes)).toBe(true)
        })
      }),
      { numRuns: process.env.SOAK ? 500 : 200 },
    )
  })

  it('reading goes on after any line with the lines that are left', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        await withFile(`username;firstname\n${body}`, {}, async (test) => {
          if (!test.opened.ok) throw new Error(JSON.stringify(test.opened.faults))
          const { header } = test.opened
          const told = linesTold(await entriesOf(test, header))
          const places = (await entriesOf(test, header)).map(({ end }) => end)
          for (const [index, place] of places.entries())
            expect(linesTold(await entriesOf(test, header, place))).toEqual(told.slice(index + 1))
        })
      }),
      { numRuns: 60 },
    )
  })

  it('any bytes are refused or read, never thrown at', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .uint8Array({ maxLength: 300 })
        .map((random) => Buffer.concat([Buffer.from('username;firstname\n'), random])),
    )
    const format = fc.record({
      encoding: fc.constantFrom('utf-8' as const, 'iso-8859-1' as const),
      separator: fc.constantFrom(';' as const, ',' as const),
      oldComments: fc.boolean(),
      unknownColumns: fc.constantFrom('refuse' as const, 'ignore' as const),
    })
    await fc.assert(
      fc.asyncProperty(bytes, format, fc.boolean(), async (random, given, headless) => {
        await withFile(random, { ...given, ...(headless && identifiers) }, async (test) => {
          if (test.opened.ok) {
            const entries = await entriesOf(test, test.opened.header)
            const rest = Buffer.concat(entries.map((entry) => entry.raw!))
            expect(rest.equals(random.subarray(test.opened.header.rows.offset))).toBe(true)
          } else expect(test.opened.faults.length).toBeGreaterThan(0)
        })
      }),
      { numRuns: process.env.SOAK ? 1000 : 400 },
    )
  })
})
