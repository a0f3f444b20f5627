import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { transaction } from '../../../platform/database.ts'
import { closeImportGate } from '../../student-import/store/import-gate.ts'
import { DuplicateRefused } from '../refusal.ts'
import { childTables, sourceTable } from './child-tables.ts'

/** What gives way to a colleague: another transaction won, or one of the locks is somebody else's for now. */
const passing = new Set(['40001', '40P01', '55P03'])

/** A merge and a form that is being saved meet for hundredths of a second; an import may take minutes. */
const usualPatienceMs = 4_000
const pauseMs = 40

class ImportAtWork extends Error {}

/**
 * One serialisable transaction in which nobody else writes to records, begun again while somebody does.
 *
 * The tables are locked before the first query, hence before the transaction's view of the base is fixed: what others
 * wrote is seen, and what they are about to write waits, the few hundredths of a second that this takes. Never queued
 * for (`nowait`): a queue behind a long transaction would stop everybody else.
 *
 * @throws `DuplicateRefused` RECORD_BUSY when it could not begin within a few seconds
 */
export async function recordTurn<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  patienceMs = usualPatienceMs,
): Promise<T> {
  const giveUpAt = performance.now() + patienceMs
  for (;;) {
    try {
      return await transaction(pool, async (client) => {
        await client.query(beginTurn)
        if (!(await closeImportGate(client))) throw new ImportAtWork()
        return await work(client)
      })
    } catch (error) {
      const importing = error instanceof ImportAtWork
      if (!importing && !passing.has((error as { code?: string }).code ?? '')) throw error
      if (performance.now() > giveUpAt) throw busy(importing)
      await delay(pauseMs)
    }
  }
}

const beginTurn = `
  set transaction isolation level serializable;
  set local lock_timeout = '1s';
  lock table ${[...childTables, sourceTable].map(({ table }) => table).join(', ')}
    in share row exclusive mode nowait`

function busy(importing: boolean): DuplicateRefused {
  return new DuplicateRefused(
    'RECORD_BUSY',
    importing
      ? {
          fr: 'Un import d’étudiants, ou la recherche des doublons, est en cours : rien n’a été changé, recommencez quand il sera terminé',
          en: 'An import of students, or the search for duplicates, is at work: nothing was changed, try again once it has ended',
        }
      : {
          fr: 'D’autres écrivent dans les dossiers en ce moment : rien n’a été changé, recommencez dans un instant',
          en: 'Others are writing to records at this moment: nothing was changed, try again shortly',
        },
  )
}
