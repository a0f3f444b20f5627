import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { learningSettings } from '../src/learning/application.ts'
import { type OperationCode, syncOperations } from '../src/learning/operations.ts'
import { openPictureRows } from '../src/learning/tools/pictures/picture-rows.ts'
import { toolList } from '../src/learning/tools/tool-list.ts'
import { toolShape } from '../src/learning/tools/tool-shape.ts'
import { settingsStore } from '../src/platform/settings.ts'
import { play, testDriver } from './support/learning.ts'
import { type FileSection, fileSections, page, settingsTable } from './support/learning-docs.ts'
import { image, zipOf } from './support/picture-archive.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

// The pages for those who send files tell what the program does: its columns, codes and settings; and their samples work.

const text = page('docs/command-files.md')
const sections = fileSections(text)
const pages = ['docs/command-files.md', 'docs/drop-directory.md', 'docs/learning-driver.md', 'README.md']

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const operationOf = (tool: string): OperationCode => syncOperations.find((one) => one.tool === tool)!.code
const shapeOf = async (tool: string) =>
  (await toolShape(operationOf(tool), {
    settings: settingsStore(database, learningSettings),
    timeZone: 'Europe/Paris',
  }))!

it('each of the twelve files has its section', () => {
  expect(sections.map(({ tool }) => tool).sort()).toEqual(syncOperations.map(({ tool }) => tool).sort())
})

describe.each(sections)('the section of $tool', (section) => {
  it('has every column of the tool, and no other; what is mandatory is said to be', async () => {
    const { columns, positions } = await shapeOf(section.tool)
    const names = section.columns.map(({ name }) => name)
    const mandatory = section.columns.filter((one) => one.mandatory === 'yes').map(({ name }) => name)
    if (columns === null) {
      expect(names).toEqual(positions)
      expect(mandatory).toEqual(positions.slice(0, 1))
      return
    }
    const { optional, oneOf = [], aliases = {}, ignored = [], recognise } = columns
    const others = [...optional, ...oneOf.flat(), ...Object.keys(aliases), ...ignored.map(withoutNumber)]
    expect(mandatory.sort()).toEqual([...columns.mandatory].sort())
    expect(names).toEqual(expect.arrayContaining(others))
    for (const name of names) {
      const known = [...columns.mandatory, ...others].includes(name)
      expect(known || recognise?.(name.replace('N', '1')), name).toBeTruthy()
    }
    const alternatives = section.columns.filter((one) => one.mandatory === 'one of these')
    expect(alternatives.map(({ name }) => name).sort()).toEqual(oneOf.flat().sort())
  })

  it('names settings of the program', () => {
    expect(unknownSettings(section.text)).toEqual([])
  })
})

function withoutNumber(name: string): string {
  return name.replace(/\d+$/, 'N')
}

describe('the samples, one after the other, on one platform', () => {
  for (const section of sections)
    it(`${section.tool}: each line comes to what the page says, and so it does when the file is sent again`, async () => {
      expect(section.outcomes.length).toBeGreaterThan(0)
      for (const time of ['first', 'again'] as const)
        expect(await played(section), time).toEqual(
          section.outcomes.map(({ line, [time]: outcome }) => `${line} ${outcome}`),
        )
      expect(section.outcomes.map(({ first }) => first)).not.toContain('rejected')
    })
})

async function played(section: FileSection): Promise<string[]> {
  if (section.sample === null) return await playedArchive(section)
  const { verdicts } = await play(database, toolList[operationOf(section.tool)]!.make, section.sample)
  return verdicts.map(({ line, outcome }) => `${line} ${outcome}`)
}

/** The names of the listing, each with an image of its own. */
async function playedArchive({ text, tool }: FileSection): Promise<string[]> {
  const names = /^```text\n\S+\n(.*?)^```$/ms.exec(text)![1]!.trim().split(/\s+/)
  const files: Record<string, Buffer> = {}
  for (const [index, name] of names.entries())
    files[name] = await image(index * 50)
      .png()
      .toBuffer()
  const folder = await mkdtemp(join(tmpdir(), 'nocturne-docs-'))
  await writeFile(join(folder, 'archive.zip'), await zipOf(files))
  const file = await open(join(folder, 'archive.zip'))
  const session = await testDriver(database).open('apply')
  try {
    const opened = await openPictureRows(file)
    if (!opened.ok) throw new Error(JSON.stringify(opened.faults))
    const made = await toolList[operationOf(tool)]!.make({
      settings: settingsStore(database, learningSettings),
      now: 0,
      timeZone: 'Europe/Paris',
      simulate: false,
      readFile: async () => null,
      warn: () => {},
    })
    const commands: { line: number; command: unknown }[] = []
    for await (const { entries } of opened.rows.read(opened.rows.begin))
      for (const entry of entries) {
        const checked = entry.kind === 'row' ? made.check(entry.row) : null
        if (checked?.ok) commands.push({ line: entry.line, command: checked.command })
      }
    const verdicts = await session.chunk(
      async (unit) => {
        const planned = await made.plan(commands, unit.read)
        await unit.apply(planned.flatMap(({ operations }) => operations))
        return planned
      },
      async () => {},
    )
    return verdicts.map(({ line, outcome }) => `${line} ${outcome}`)
  } finally {
    await session.close()
    await file.close()
    await rm(folder, { recursive: true, force: true })
  }
}

it('every code of a message that the page tells is one of the program', () => {
  const source = globSync('src/**/*.ts', { exclude: (name) => name.endsWith('.test.ts') })
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  const composed = /^(EMPTY|UNKNOWN|AMBIGUOUS)_(USER|COURSE|COHORT|GROUP|GROUPING|CATEGORY|ROLE)$/
  const codes = [...text.matchAll(/`([A-Z]{2,}(?:_[A-Z0-9]+)+)`/g)].map(([, code]) => code!)
  expect(codes.length).toBeGreaterThan(80)
  expect([...new Set(codes)].filter((code) => !composed.test(code) && !source.includes(`'${code}'`))).toEqual(
    [],
  )
})

it.each(pages)('%s names settings of the program', (name) => {
  expect(unknownSettings(page(name))).toEqual([])
})

it('the table of settings is that of the program', () => {
  const written = /<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(text)?.[1]
  expect(written).toBe(settingsTable(learningSettings.filter(({ overrides }) => overrides === undefined)))
})

/** Keys that no setting has. */
function unknownSettings(text: string): string[] {
  const keys = new Set(learningSettings.map(({ key }) => key))
  const named = [...text.matchAll(/`(learning\.[a-z.-]+)`|setting set (learning\.[a-z.-]+)/g)]
  return named.map(([, quoted, set]) => quoted ?? set!).filter((key) => !keys.has(key))
}
