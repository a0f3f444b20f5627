import type { RemoteDatabase, RemoteValue } from '../../../platform/remote-database.ts'
import type { AttachmentHead, AttachmentTarget, SendOutcome } from './attachment-target.ts'
import { columnIn, type OpiTable, type TableNames, tableIn } from './table-names.ts'
import { detailOf, isRefusal, targetSession } from './target-session.ts'

/** Bytes in one statement. */
const pieceSize = 1_000_000

/**
 * The establishment's table OPI_PJ (admissions.md 4.5, docs/opi-target/) beside IND_OPI, on PostgreSQL or MariaDB/MySQL. A file is
 * written in one transaction, by pieces, so that neither side holds more of it than it must.
 */
export function databaseAttachmentTarget(url: string, { names }: { names: TableNames }): AttachmentTarget {
  const { within, once, close } = targetSession(url)
  const table = tableIn(names, 'OPI_PJ')
  const at = (usual: string, of: OpiTable = 'OPI_PJ') => columnIn(names, of, usual)!

  return {
    largest: () =>
      within(async (database) => {
        if (database.dialect === 'postgres') return null
        const [row] = await database.query<{ n: number | string }>('select @@max_allowed_packet as n')
        // The rest of a statement wants room, too.
        return Number(row!.n) - 65_536
      }),

    send: async (head, content) => {
      const recordId = await within((database) => recordOf(database, head.opiCode))
      if (recordId === null) return { kind: 'no-record' }
      return await once(async (database): Promise<SendOutcome> => {
        try {
          await database.transaction((tx) => write(tx, recordId, head, content))
          return { kind: 'called', recordId }
        } catch (error) {
          if (!isRefusal(error)) throw error
          return { kind: 'refused', detail: detailOf(error)! }
        }
      })
    },

    readBack: ({ opiCode, sisCode }) =>
      within(async (database) => {
        const recordId = await recordOf(database, opiCode)
        if (recordId === null) return null
        const file = at('FIC')
        const digest =
          database.dialect === 'postgres' ? `encode(sha256(${file}), 'hex')` : `sha2(${file}, 256)`
        const [row] = await database.query<{ bytes: number | string; sha256: string }>(
          `select octet_length(${file}) as bytes, ${digest} as sha256 from ${table}
           where ${at('COD_IND_OPI')} = ? and ${at('COD_TPJ')} = ?`,
          [recordId, sisCode],
        )
        return row === undefined ? null : { recordId, bytes: Number(row.bytes), sha256: row.sha256 }
      }),

    close,
  }

  async function recordOf(database: RemoteDatabase, opiCode: string): Promise<string | null> {
    const [row] = await database.query<{ id: number | string }>(
      `select ${at('COD_IND_OPI', 'IND_OPI')} as id from ${tableIn(names, 'IND_OPI')}
       where ${at('COD_OPI_INT_EPO', 'IND_OPI')} = ?`,
      [opiCode],
    )
    return row === undefined ? null : String(row.id)
  }

  async function write(
    tx: RemoteDatabase,
    recordId: string,
    head: AttachmentHead,
    content: AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const key = `${at('COD_IND_OPI')} = ? and ${at('COD_TPJ')} = ?`
    await tx.execute(`delete from ${table} where ${key}`, [recordId, head.sisCode])
    let written = false
    for await (const piece of inPieces(content)) {
      if (written) {
        const file = at('FIC')
        const joined = tx.dialect === 'postgres' ? `${file} || ?` : `concat(${file}, ?)`
        await tx.execute(`update ${table} set ${file} = ${joined} where ${key}`, [
          piece,
          recordId,
          head.sisCode,
        ])
        continue
      }
      written = true
      const values = Object.entries(valuesOf(recordId, head, piece)).flatMap(([usual, value]) => {
        const column = columnIn(names, 'OPI_PJ', usual)
        return column === null ? [] : [{ column, value }]
      })
      await tx.execute(
        `insert into ${table} (${values.map(({ column }) => column).join(', ')})
         values (${values.map(() => '?').join(', ')})`,
        values.map(({ value }) => value),
      )
    }
  }
}

function valuesOf(
  recordId: string,
  { opiCode, sisCode, studentNo, birthName, firstName, fileName, mediaType, bytes, sentAt }: AttachmentHead,
  piece: Uint8Array,
): Record<string, RemoteValue> {
  return {
    COD_IND_OPI: recordId,
    COD_TPJ: sisCode,
    COD_OPI_INT_EPO: opiCode,
    COD_ETU: studentNo,
    LIB_NOM_PAT_IND_OPI: birthName,
    LIB_PR1_IND_OPI: firstName,
    NOM_FIC: fileName,
    TYP_FIC: mediaType,
    TAI_FIC: bytes,
    DAT_DEP: sentAt,
    FIC: piece,
  }
}

/** The same bytes in pieces of the size of a statement: a disk gives them by 64 KB. */
async function* inPieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let size = 0
  for await (const piece of content) {
    held.push(piece)
    size += piece.length
    if (size < pieceSize) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}
