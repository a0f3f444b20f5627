import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openRemoteDatabase, type RemoteDatabase } from '../../../../platform/remote-database.ts'
import type { AttachmentHead, AttachmentTarget } from '../attachment-target.ts'
import { databaseAttachmentTarget } from '../database-attachment-target.ts'
import { databaseTarget } from '../database-target.ts'
import { OpiTargetUnavailable } from '../opi-target.ts'
import { keys, record, type SuiteSubject } from './opi-target-suite.ts'

/** What every target must do that BATCH_ASYNC_OPI_PJ sends to; the tables are those of docs/opi-target/, made already. */
export function attachmentTargetSuite(subject: SuiteSubject): void {
  let admin: RemoteDatabase
  let target: AttachmentTarget
  let recordId: string

  beforeAll(async () => {
    admin = await openRemoteDatabase(subject.url())
    target = databaseAttachmentTarget(subject.url(), { names: {} })
  })
  afterAll(async () => {
    await target?.close()
    await admin?.close()
  })
  beforeEach(async () => {
    await admin.execute('delete from OPI_PJ')
    await admin.execute('delete from IND_OPI')
    const records = databaseTarget(subject.url(), { names: {} })
    await records.pour([record(1)])
    recordId = (await records.readBack([keys(1)])).get(1)![0]!.recordId
    await records.close()
  })

  it('a file is sent and read back with its length and digest; sending again replaces it', async () => {
    for (const content of [bytes(3_500_000, 7), bytes(10, 9)]) {
      expect(await target.send(head(content.length), pieces(content))).toEqual({ kind: 'called', recordId })
      expect(await target.readBack(head(0))).toEqual({
        recordId,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      })
    }
    const rows = await admin.query<Record<string, unknown>>(
      'select NOM_FIC as "name", TYP_FIC as "type", TAI_FIC as "size", COD_ETU as "student" from OPI_PJ',
    )
    expect(rows).toEqual([{ name: "l'été.pdf", type: 'application/pdf', size: 10, student: 22_000_001 }])
  })

  it('no record under this code: told, and nothing is written; nothing sent is nothing there', async () => {
    expect(await target.send({ ...head(1), opiCode: "'" }, pieces(bytes(1, 1)))).toEqual({
      kind: 'no-record',
    })
    expect(await target.readBack(head(0))).toBeNull()
  })

  it('what breaks while it is read leaves the file that was there', async () => {
    await target.send(head(5), pieces(bytes(5, 5)))
    async function* broken() {
      yield bytes(2_000_000, 1)
      throw new Error('the disk is gone')
    }
    await expect(target.send(head(2_000_001), broken())).rejects.toThrow('the disk is gone')
    expect(await target.readBack(head(0))).toMatchObject({ bytes: 5 })
  })

  it('a value that it does not take is a refusal; a missing table is nobody’s', async () => {
    expect(await target.send({ ...head(1), sisCode: 'TOOLONG' }, pieces(bytes(1, 1)))).toMatchObject({
      kind: 'refused',
    })
    const elsewhere = databaseAttachmentTarget(subject.url(), { names: { OPI_PJ: 'nowhere_pj' } })
    await expect(elsewhere.send(head(1), pieces(bytes(1, 1)))).rejects.toThrow(OpiTargetUnavailable)
    await elsewhere.close()
  })

  it('it says the largest file that it takes, where it knows one', async () => {
    const largest = await target.largest()
    expect(largest === null || largest > 1_000_000).toBe(true)
  })
}

function head(size: number): AttachmentHead {
  return {
    opiCode: 'ECT0000001',
    sisCode: 'CNI',
    birthName: 'TESTUN1',
    firstName: 'ZOE',
    studentNo: '22000001',
    fileName: "l'été.pdf",
    mediaType: 'application/pdf',
    bytes: size,
    sentAt: '2026-05-04 22:45:00',
  }
}

function bytes(length: number, of: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * of) % 256)
}

async function* pieces(content: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536)
}
