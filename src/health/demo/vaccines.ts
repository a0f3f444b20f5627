import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { vaccineFilePath } from '../vaccines/sources/given-file.ts'

const letters = 'ABCDEFGHIJKL'

/** Puts a list of obviously invented vaccines where MES_VACCINS takes it (source `file`). Done twice, it is the same. */
export async function writeDemoVaccines(dataDirectory: string): Promise<void> {
  const path = vaccineFilePath(dataDirectory)
  await mkdir(dirname(path), { recursive: true, mode: 0o750 })
  const vaccines = [...letters].map((letter, at) => ({
    id: `TEST-${letter}`,
    name: `VACCIN TEST ${letter}`,
    short_description: `Vaccin inventé n° ${at + 1}, pour la démonstration`,
    ucd_code: `999000${String(at).padStart(2, '0')}`,
    cip_codes: [`34009990000${String(at).padStart(2, '0')}`],
    marketing_start: `${2000 + at}-01-01`,
    marketing_end: at % 5 === 4 ? `${2015 + at}-12-31` : null,
    french: at % 3 !== 2,
    alternative_names: at % 2 === 0 ? [`TEST ${letter}${letter}`] : [],
    diseases: [{ id: `M${at % 4}`, name: `Maladie inventée ${(at % 4) + 1}` }],
    valences: [{ id: `V${at % 6}`, name: `Valence inventée ${(at % 6) + 1}` }],
  }))
  await writeFile(path, `${JSON.stringify({ vaccines }, null, 2)}\n`, { mode: 0o640 })
}
