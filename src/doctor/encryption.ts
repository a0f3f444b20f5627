import { stat } from 'node:fs/promises'
import { encryptedColumns } from '../health/encrypted-columns.ts'
import type { Configuration } from '../platform/configuration.ts'
import type { Database } from '../platform/database.ts'
import { keyReport, readKeyUse } from '../platform/encrypted-column.ts'
import { encryption } from '../platform/encryption.ts'
import { type Finding, finder } from './finding.ts'

/** Whether every encrypted value still has its key, and whether the keys are kept as they should. */
export async function checkEncryption(database: Database, configuration: Configuration): Promise<Finding[]> {
  const { ok, attention, fault } = finder('encryption', { fr: 'Chiffrement', en: 'Encryption' })
  // Those by which statistics are signed and sent speak for the service: they lie there as the others do.
  const { encryptionKeysFile, statisticsKey, statisticsSigningKey } = configuration
  const exposed: Finding[] = []
  for (const path of [encryptionKeysFile, statisticsKey, statisticsSigningKey])
    if (await isReadableByOthers(path))
      exposed.push(
        attention(
          {
            fr: `${path} se lit par d'autres comptes de la machine`,
            en: `${path} can be read by other accounts of the machine`,
          },
          {
            fr: 'chmod 600, au nom du compte du service',
            en: 'chmod 600, owned by the account of the service',
          },
        ),
      )
  const ring = encryption(configuration.encryptionKeys)?.keyIds ?? []
  const report = keyReport(ring, await readKeyUse(database.pool, encryptedColumns))
  const lost = report.missing.reduce((sum, { values }) => sum + values, 0)
  const status = {
    fr: './nocturne encryption status dit lesquelles, docs/encryption.md que faire',
    en: './nocturne encryption status tells which, docs/encryption.md what to do',
  }
  if (lost > 0)
    return [
      fault({ fr: `${lost} valeur(s) sans leur clé`, en: `${lost} value(s) without their key` }, status),
      ...exposed,
    ]
  if (ring.length === 0)
    return [
      attention(
        { fr: 'aucune clé', en: 'no key' },
        {
          fr: 'Ni contenu de consultation, ni fusion, ni NIR sans clé : docs/encryption.md',
          en: 'No content of consultations, no merging, no NIR without a key: docs/encryption.md',
        },
      ),
      ...exposed,
    ]
  const findings: Finding[] = [...exposed]
  const former = report.keys.filter(({ current, values }) => !current && values > 0)
  if (former.length > 0)
    findings.push(
      attention(
        {
          fr: `${former.reduce((sum, { values }) => sum + values, 0)} valeur(s) encore sous une ancienne clé`,
          en: `${former.reduce((sum, { values }) => sum + values, 0)} value(s) under a former key still`,
        },
        {
          fr: './nocturne encryption rotate les rechiffre, pendant que le programme tourne',
          en: './nocturne encryption rotate encrypts them again, while the program runs',
        },
      ),
    )
  if (findings.length > 0) return findings
  const values = report.keys[0]!.values
  return [
    ok({
      fr: `${values} valeur(s), toutes sous la clé ${report.keys[0]!.id}`,
      en: `${values} value(s), all under key ${report.keys[0]!.id}`,
    }),
  ]
}

/** A secret that a container mounts is often its own; one that the group reads is none. */
async function isReadableByOthers(path: string | null): Promise<boolean> {
  if (path === null) return false
  const facts = await stat(path).catch(() => null)
  return facts !== null && (facts.mode & 0o077) !== 0
}
