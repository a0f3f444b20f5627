import type pg from 'pg'
import type { Encryption } from '../../../platform/encryption.ts'
import { nirPlace } from '../../students/nir-place.ts'
import { DuplicateRefused } from '../refusal.ts'

/**
 * Bound to its record, it is encrypted again for the one that it comes to; the absorbed record keeps its own. Refused when no
 * key of the ring opens it: nothing is lost silently.
 */
export async function takeOverNir(
  client: pg.PoolClient,
  encryption: Encryption,
  keptId: number,
  absorbedId: number,
): Promise<void> {
  const { rows } = await client.query<{ nir: Buffer }>(
    'select nir_encrypted as nir from student where id = $1',
    [absorbedId],
  )
  const again = encryptedFor(encryption, rows[0]!.nir, absorbedId, keptId)
  await client.query('update student set nir_encrypted = $2 where id = $1', [keptId, again])
}

function encryptedFor(encryption: Encryption, nir: Buffer, from: number, to: number): Buffer {
  try {
    return encryption.encrypt(encryption.decrypt(nir, nirPlace(from)), nirPlace(to))
  } catch {
    throw new DuplicateRefused('MERGE_REFUSED', {
      fr: 'Le NIR du dossier absorbé ne se lit pas avec les clés de chiffrement réglées : demandez à l’exploitant de remettre celle qui manque (./nocturne encryption status la nomme)',
      en: 'The NIR of the absorbed record cannot be read with the encryption keys that are set: ask whoever runs the server to put the missing one back (./nocturne encryption status names it)',
    })
  }
}
