import { join } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import { defineBatch } from '../../batch/define-batch.ts'
import { waitUntilSettled } from '../../exchange/settled-file.ts'
import { importDirectory, importFile, importRecipients } from '../settings.ts'
import { fileBeingWritten, fileNotRenewed } from '../student-import/messages/messages.ts'
import { guardLimits, runStudentImport } from '../student-import/run-student-import.ts'
import { nightlyImportModel } from '../student-import/store/import-model-store.ts'

/** A file older than this is imported all the same, with a warning (health.md 2.11). */
const renewedWithinHours = 48

export default defineBatch({
  code: 'IMP_QUO',
  label: { fr: 'Import quotidien de la base de Scolarité', en: 'Nightly import of the student registry' },
  description: {
    fr: 'Lit le fichier déposé par la scolarité et crée ou met à jour les dossiers. Ne supprime jamais un étudiant.',
    en: 'Reads the file dropped by the registry and creates or updates students. Never deletes one.',
  },
  schedule: { time: '05:00', weekdays: 'all' },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 6 * 60 },
  timeoutMinutes: 360,
  rerunSafe: true,
  resources: ['students'],
  async ready({ settings, database }) {
    if ((await settings.get(importDirectory)) === null)
      return {
        fr: 'réglez d’abord le répertoire d’import (Paramétrage, health.import.directory)',
        en: 'set the import directory first (Settings, health.import.directory)',
      }
    const model = await nightlyImportModel(database.pool)
    if (model === null)
      return {
        fr: 'choisissez d’abord le modèle d’importation de nuit (Modèles d’importation)',
        en: 'choose the import model of the night first (Import models)',
      }
    if (!model.active)
      return {
        fr: `le modèle d’importation de nuit ${model.code} est inactif : activez-le ou choisissez-en un autre`,
        en: `the import model of the night, ${model.code}, is inactive: activate it or choose another`,
      }
    return null
  },
  async run(context) {
    const directory = await context.settings.get(importDirectory)
    if (directory === null)
      throw new Error("aucun répertoire d'import n'est configuré : réglez health.import.directory")
    const model = await nightlyImportModel(context.database.pool)
    if (model === null)
      throw new Error("aucun modèle d'importation n'est celui de l'import de nuit : choisissez-en un")
    if (!model.active)
      throw new Error(
        `le modèle d'importation de nuit ${model.code} est inactif : activez-le ou choisissez-en un autre`,
      )
    const fileName = await context.settings.get(importFile)
    const path = join(directory, fileName)
    const rest = await waitUntilSettled(path, context.clock, context.signal)
    if (rest.kind === 'growing') throw new Error(fileBeingWritten().message)
    const old =
      rest.kind === 'settled' &&
      context.clock.now().since(rest.modifiedAt).total('hours') > renewedWithinHours
    const reportTo = await context.settings.get(importRecipients)
    return await runStudentImport(context, {
      path,
      fileName,
      model,
      origin: 'IMP_QUO',
      dryRun: false,
      directory,
      guard: { limits: await guardLimits(context), seen: null },
      notices: old ? [fileNotRenewed(civilDate(rest.modifiedAt, context.place.timeZone))] : [],
      approvalOf: null,
      again: { fileName, model: model.code, reportTo },
      reportTo,
    })
  },
})

function civilDate(instant: Temporal.Instant, zone: string): string {
  const { day, month, year } = instant.toZonedDateTimeISO(zone)
  return `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/${year}`
}
