import { access, constants, mkdir, readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { type Finding, finder, messageOf } from './finding.ts'

const faultBelowBytes = 200_000_000
const attentionBelowBytes = 2_000_000_000

/** The data folder: made when it is not there, as a start would. */
export async function checkDataFolder(path: string): Promise<Finding> {
  const { fault } = finder('data-folder', dataFolderName)
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    return fault(
      { fr: `${path} : ${messageOf(error)}`, en: `${path}: ${messageOf(error)}` },
      {
        fr: 'Réglez NOCTURNE_DATA_DIR sur un dossier où ce compte peut écrire',
        en: 'Set NOCTURNE_DATA_DIR to a folder where this account may write',
      },
    )
  }
  return await checkFolder('data-folder', path)
}

const dataFolderName = { fr: 'Dossier de données', en: 'Data folder' }
const importFolderName = { fr: "Répertoire d'import", en: 'Import directory' }

/** Exists, can be written to, has room. */
export async function checkFolder(check: 'data-folder' | 'import-directory', path: string): Promise<Finding> {
  const { ok, attention, fault } = finder(check, check === 'data-folder' ? dataFolderName : importFolderName)
  try {
    if (!(await stat(path)).isDirectory()) throw new Error('not a directory')
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    return fault(
      { fr: `${path} : ${messageOf(error)}`, en: `${path}: ${messageOf(error)}` },
      {
        fr: `Créez ce dossier et donnez le droit d'y écrire au compte de Nocturne`,
        en: 'Create this folder and give the account of Nocturne the right to write there',
      },
    )
  }
  const { bavail, bsize } = await statfs(path)
  const free = bavail * bsize
  const gigabytes = (free / 1e9).toFixed(1)
  const message = {
    fr: `${path}, ${gigabytes.replace('.', ',')} Go libres`,
    en: `${path}, ${gigabytes} GB free`,
  }
  const advice = { fr: 'Libérez de la place sur ce disque', en: 'Free some space on this disk' }
  if (free < faultBelowBytes) return fault(message, advice)
  if (free < attentionBelowBytes) return attention(message, advice)
  return ok(message)
}

const oldDays = 180

/** Health.md 3.9-5: their clean-up is the system administrator's duty; he is reminded of it. */
export async function checkOldLogs(directory: string): Promise<Finding> {
  const { ok, attention } = finder('import-logs', { fr: "Journaux d'import", en: 'Import log files' })
  const names = (await readdir(directory)).filter((name) =>
    /^(log|erreuLogs)_\d{8}_.*\.txt$|^erreurFile_\d{8}_.*\.csv$/.test(name),
  )
  const ages = await Promise.all(names.map((name) => stat(join(directory, name)).catch(() => null)))
  const limit = Date.now() - oldDays * 86_400_000
  const old = ages.filter((one) => one !== null && one.mtimeMs < limit).length
  if (old === 0)
    return ok({
      fr: `${names.length}, aucun de plus de ${oldDays} jours`,
      en: `${names.length}, none older than ${oldDays} days`,
    })
  return attention(
    { fr: `${old} de plus de ${oldDays} jours`, en: `${old} older than ${oldDays} days` },
    {
      fr: `Supprimez-les : ils contiennent des données personnelles (${directory})`,
      en: `Delete them: they hold personal data (${directory})`,
    },
  )
}
