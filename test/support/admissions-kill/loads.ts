import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileStore } from '../../../src/admissions/files/file-store.ts'
import { addApplication, addFormation, addPerson, addRow } from '../admissions-scene.ts'
import { before, committed, type KillScene } from '../kill-bench.ts'
import { type OfficeStage, officeLeft, openOffice, rows } from './stage.ts'

const lines = 2_200

/** One line in fifty is of a campaign that there is not. */
function writeAccounts({ dataDirectory }: OfficeStage): string {
  const text = Array.from(
    { length: lines },
    (_, n) =>
      `ZZ${String(n).padStart(6, '0')};${n % 50 === 7 ? '1999' : '2026'};TESTUN${n};Zoé;testun${n}@example.org;O;14/03/2005;F;100;100`,
  )
  return writeFile(
    dataDirectory,
    'comptes.csv',
    `DOSSIER;CAMPAGNE;NOM;PRENOM;MAIL;VALIDE;NE_LE;SEXE;PAYS_NAISSANCE;NATIONALITE\n${text.join('\n')}\n`,
  )
}

const attachments = 6

function writeAttachments({ dataDirectory }: OfficeStage): string {
  const text = Array.from(
    { length: attachments },
    (_, at) => `T${String(at + 1).padStart(7, '0')};LICENCE;RELEVE;VA;releve-${at + 1}.pdf`,
  )
  return writeFile(
    dataDirectory,
    'pieces.csv',
    `DOSSIER;FORMATION;PIECE;STATUT;FICHIER\n${text.join('\n')}\n`,
  )
}

function writeFile(folder: string, name: string, text: string): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** Files of lines to be corrected, by what they hold; what there is of work under way. */
async function remains(stage: OfficeStage): Promise<unknown> {
  const listed = (await rows(stage, 'select path from batch_run_file')).flat() as string[]
  const retries = listed.filter((path) => basename(path).includes('tryback'))
  return {
    retries: [...new Set(retries.map((path) => readFileSync(path, 'utf8')))].sort(),
    work: below(join(stage.dataDirectory, 'admissions', 'loads')),
    unlisted: below(join(stage.dataDirectory, 'runs')).filter((path) => !listed.includes(path)),
  }
}

function below(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch {
    return []
  }
}

export const loadScenes: readonly KillScene<OfficeStage>[] = [
  {
    code: 'CHARGE_CANDIDATURES',
    // The file is taken in, its two chunks, its end.
    transactions: 4,
    moments: [1, 3, 6].map((at) => ({ moment: 'synced', at })),
    usual: [committed(2)],
    parameters: (stage) => ({ kind: 'comptes', path: writeAccounts(stage), fileName: 'comptes.csv' }),
    fill: async (stage) => void (await openOffice(stage)),
    // Identifiers of accounts leap where a chunk is undone.
    left: (stage) =>
      officeLeft(stage, {
        omit: { candidate: ['account_id'], dossier_event: ['account_id'] },
        also: async () => [
          await remains(stage),
          await rows(
            stage,
            `select count(*), md5(string_agg(dossier_no || birth_name, ' ' order by dossier_no))
             from admissions.account join admissions.candidate on account_id = account.id`,
          ),
        ],
      }),
    empty: { lines, created: 0, updated: 0, unchanged: 0, rejected: lines },
  },
  {
    code: 'CHARGE_CANDIDATURES',
    about: 'des pièces avec leurs fichiers',
    transactions: 3,
    moments: [2, 4, 8, 12].map((at) => ({ moment: 'synced', at })),
    // Files lie in the store, and nobody knows of them.
    usual: [before(2)],
    parameters: (stage) => ({ kind: 'pieces', path: writeAttachments(stage), fileName: 'pieces.csv' }),
    async fill(stage) {
      const { database, dataDirectory, connections } = stage
      const scene = await openOffice(stage)
      const formation = await addFormation(database.pool, scene, 'LICENCE')
      const model = await addRow(database.pool, 'attachment_model', { code: 'RELEVE', label: 'Relevé' })
      await asksFor(stage, formation, model)
      await fileStore(connections.candidateFiles).begin()
      const folder = join(dataDirectory, 'admissions', 'pieces-a-charger')
      for (let n = 1; n <= attachments; n++) {
        const person = await addPerson(database.pool, scene, n)
        await addApplication(database.pool, scene, person, formation)
        writeFile(folder, `releve-${n}.pdf`, `relevé ${n}`)
      }
    },
    // Rows of files, too, get other identifiers.
    left: (stage) =>
      officeLeft(stage, {
        omit: { application_attachment: ['file_id'] },
        also: async () => [
          await remains(stage),
          await rows(
            stage,
            `select application_id, path from admissions.application_attachment
             join admissions.stored_file on stored_file.id = file_id order by 1`,
          ),
        ],
      }),
    empty: { lines: attachments, created: 0, rejected: attachments },
  },
]

const asksFor = ({ database }: OfficeStage, formation: number, model: number) =>
  database.pool.query(
    'insert into admissions.formation_attachment (formation_id, model_id) values ($1, $2)',
    [formation, model],
  )
