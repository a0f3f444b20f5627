import { recordAudit } from '../../../platform/audit/audit-trail.ts'
import { type Database, transaction } from '../../../platform/database.ts'
import type { Editor } from '../../editing.ts'
import { DuplicateRefused, unknownPair } from '../refusal.ts'
import { type PairRow, readPair } from './read-groups.ts'

/** `ignore`: not one person, and why; `later`: undecided, out of the way; `reopen`: to be reviewed again. */
export type Decision =
  | { readonly decision: 'ignore'; readonly reason: string }
  | { readonly decision: 'later' }
  | { readonly decision: 'reopen' }

const becomes = { ignore: 'ignored', later: 'later', reopen: 'new' } as const

/**
 * Decides one pair (health.md 2.6); merging is another act. The reason is kept with the pair, not in the audit trail:
 * people write names into such fields.
 *
 * @throws `DuplicateRefused` UNKNOWN_PAIR, PAIR_CLOSED, STALE_VERSION
 */
export async function decidePair(
  database: Pick<Database, 'pool'>,
  editor: Editor,
  pairId: number,
  decision: Decision,
  { version, now }: { readonly version: number; readonly now: string },
): Promise<PairRow> {
  return await transaction(database.pool, async (client) => {
    const { rows } = await client.query<{ state: string; version: number; decidedBy: string | null }>(
      'select state, version, decided_by as "decidedBy" from duplicate_pair where id = $1 for update',
      [pairId],
    )
    const before = rows[0]
    if (before === undefined) throw unknownPair()
    if (before.state === 'merged' || before.state === 'obsolete') throw closed(before.state)
    if (before.version !== version) throw stale(before.decidedBy)
    const state = becomes[decision.decision]
    const reopened = state === 'new'
    await client.query(
      `update duplicate_pair
       set state = $2, decided_by = $3, decided_at = $4, decision_reason = $5, version = version + 1
       where id = $1`,
      [
        pairId,
        state,
        reopened ? null : editor.author,
        reopened ? null : now,
        decision.decision === 'ignore' ? decision.reason : null,
      ],
    )
    await recordAudit(client, {
      actor: editor.author,
      action: `duplicate.${state === 'new' ? 'reopened' : state}`,
      subject: `duplicate-pair:${pairId}`,
      application: 'health',
      address: editor.address,
      detail: { before: before.state, after: state },
    })
    return (await readPair(client, pairId))!
  })
}

function closed(state: string): DuplicateRefused {
  return new DuplicateRefused(
    'PAIR_CLOSED',
    state === 'merged'
      ? {
          fr: 'Ces deux dossiers ont été fusionnés : la fusion s’annule depuis le journal des fusions',
          en: 'These two records have been merged: a merge is undone from the journal of merges',
        }
      : {
          fr: 'La recherche ne trouve plus ce doublon : il n’y a plus rien à décider',
          en: 'The search no longer finds this duplicate: there is nothing left to decide',
        },
  )
}

function stale(by: string | null): DuplicateRefused {
  return new DuplicateRefused('STALE_VERSION', {
    fr: `Ce doublon a changé entre-temps${by === null ? '' : ` (décision de ${by})`} : relisez-le avant de décider`,
    en: `This duplicate has changed meanwhile${by === null ? '' : ` (decision of ${by})`}: read it again before deciding`,
  })
}
