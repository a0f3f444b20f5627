import type pg from 'pg'
import type { Mail } from '../../../platform/mail.ts'
import { postMails } from '../../../platform/outgoing-mail.ts'
import { noteDossierEvents } from '../../dossiers/note-events.ts'
import { isUnusable, renderMail, unusableWords } from '../../mails/compose-mail.ts'
import { readTemplate } from '../../mails/mail-template.ts'
import { applicationValues } from '../../mails/mail-values.ts'
import { opiCodeTemplate } from '../../mails/shipped-templates.ts'
import { type CandidatePlan, opiCodeOf } from './plan-candidate.ts'
import type { PouringPlace } from './pour-candidates.ts'
import type { MarkedCandidate } from './write-marks.ts'

/**
 * A candidate whom the target gave another OPI code than ours is mailed it with the formations concerned (admissions.md 3.4,
 * 7): once for each code. Returns how many.
 */
export async function tellChangedCodes(
  client: pg.PoolClient,
  { options, campaign, clock, author, runId, warn }: PouringPlace,
  marked: readonly MarkedCandidate<CandidatePlan>[],
): Promise<number> {
  const changed = marked.flatMap(({ plan, marks }) => {
    const poured = [...marks.values()].find((mark) => mark.kind === 'poured')
    if (poured?.kind !== 'poured' || poured.record === null) return []
    const code = poured.record.opiCode
    const { candidate } = plan
    const known = candidate.knownCodes.includes(code)
    return code === opiCodeOf(options.prefix, candidate.dossierNo) || known ? [] : [{ plan, marks, code }]
  })
  if (changed.length === 0) return 0
  await noteDossierEvents(
    client,
    changed.map(({ plan, code }) => ({
      accountId: plan.candidate.accountId,
      event: 'opi-code-changed',
      detail: { opiCode: code },
    })),
    { author, runId, now: clock.now() },
  )
  const template = await readTemplate(client, opiCodeTemplate)
  if (isUnusable(template)) {
    warn(unusableWords(opiCodeTemplate, template))
    return changed.length
  }
  const mails = changed.map(({ plan, marks, code }): { occasion: string; mail: Mail } => {
    const { candidate, rows } = plan
    const formations = rows.filter(({ applicationId }) => marks.get(applicationId)?.kind === 'poured')
    const first = formations[0]!.formation
    const values = applicationValues(
      {
        dossierNo: candidate.dossierNo,
        civility: candidate.civility,
        firstName: candidate.firstName,
        lastName: candidate.usualName ?? candidate.birthName,
        formationCode: first.code,
        formationLabel: first.label,
        commissionLabel: '',
        campaignLabel: campaign.label,
      },
      candidate.language,
    )
    return {
      occasion: `${opiCodeTemplate}:${candidate.candidateId}:${code}`,
      mail: renderMail(template, {
        to: [candidate.mail],
        language: candidate.language,
        values: {
          ...values,
          newCodeOpi: code,
          formationsOpi: formations.map(({ formation }) => formation.label).join('\n'),
        },
      }),
    }
  })
  await postMails(client, mails, clock)
  return changed.length
}
