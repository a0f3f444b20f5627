import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { listBatches } from '../batch/list-batches.ts'
import { importDirectory, importFile } from '../health/settings.ts'
import { listImportModels } from '../health/student-import/store/import-model-store.ts'
import type { Configuration } from '../platform/configuration.ts'
import type { Database } from '../platform/database.ts'
import type { Settings } from '../platform/settings.ts'
import { type Finding, finder } from './finding.ts'
import { checkFolder, checkOldLogs } from './folders.ts'

/** What the nightly import needs: its directory, its file, its model, a key where it keeps the NIR. */
export async function checkStudentImport(
  database: Database,
  settings: Settings,
  configuration: Configuration,
): Promise<Finding[]> {
  const [nightly] = await listBatches(database.pool, { code: 'IMP_QUO' })
  const inService = nightly?.enabled === true
  const directory = await settings.get(importDirectory)
  const findings =
    directory === null
      ? [noDirectory(inService)]
      : await checkDirectory(directory, await settings.get(importFile), inService)
  findings.push(await checkModels(database, configuration, inService))
  return findings
}

function noDirectory(inService: boolean): Finding {
  const { attention, fault } = finder('import-directory', {
    fr: "Répertoire d'import",
    en: 'Import directory',
  })
  return (inService ? fault : attention)(
    { fr: 'aucun', en: 'none' },
    {
      fr: './nocturne setting set health.import.directory /chemin',
      en: './nocturne setting set health.import.directory /path',
    },
  )
}

async function checkDirectory(directory: string, fileName: string, inService: boolean): Promise<Finding[]> {
  const folder = await checkFolder('import-directory', directory)
  if (folder.state === 'fault') return [folder]
  const findings = [folder, await checkOldLogs(directory)]
  if (inService) findings.push(await checkFile(join(directory, fileName)))
  return findings
}

const renewedWithinHours = 48

async function checkFile(path: string): Promise<Finding> {
  const { ok, attention } = finder('import-file', { fr: "Fichier d'import", en: 'Import file' })
  const advice = {
    fr: 'Voyez avec la scolarité pourquoi il manque',
    en: 'Ask the registry why it is missing',
  }
  const found = await stat(path).catch(() => null)
  if (found === null) return attention({ fr: `${path} absent`, en: `${path} is not there` }, advice)
  const hours = Math.floor((Date.now() - found.mtimeMs) / 3_600_000)
  const message =
    hours === 0
      ? { fr: `${path}, déposé il y a moins d’une heure`, en: `${path}, dropped less than an hour ago` }
      : { fr: `${path}, déposé il y a ${hours} h`, en: `${path}, dropped ${hours} h ago` }
  return hours < renewedWithinHours ? ok(message) : attention(message, advice)
}

async function checkModels(
  { pool }: Database,
  configuration: Configuration,
  inService: boolean,
): Promise<Finding> {
  const { ok, fault } = finder('import-models', { fr: "Modèles d'importation", en: 'Import models' })
  const models = (await listImportModels(pool)).filter((model) => model.active)
  const codes = models.map((model) => model.code).join(', ')
  const keeping = models.filter((model) => model.keepNir)
  if (keeping.length > 0 && configuration.encryptionKeys.length === 0)
    return fault(
      {
        fr: `${keeping.map((model) => model.code).join(', ')} : le NIR est conservé, mais aucune clé de chiffrement`,
        en: `${keeping.map((model) => model.code).join(', ')}: the NIR is kept, but there is no encryption key`,
      },
      {
        fr: 'Réglez NOCTURNE_ENCRYPTION_KEYS (openssl rand -base64 32)',
        en: 'Set NOCTURNE_ENCRYPTION_KEYS (openssl rand -base64 32)',
      },
    )
  if (inService && !models.some((model) => model.nightly))
    return fault(
      { fr: `${codes} : aucun n'est celui de la nuit`, en: `${codes}: none is the nightly one` },
      { fr: "Choisissez le modèle de l'import de nuit", en: 'Choose the model of the nightly import' },
    )
  return ok({ fr: `actifs : ${codes}`, en: `active: ${codes}` })
}
