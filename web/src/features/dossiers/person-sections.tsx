import { Text } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { WordBadge } from '../../ui/exchange/word-badge.tsx'
import { type KeyValue, KeyValueList } from '../../ui/key-value-list.tsx'
import { CivilDay, DateTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { AccountBadge } from './account-badge.tsx'
import type { Dossier } from './calls/dossier-query.ts'
import { dossiersTexts } from './texts.ts'

export function AccountSection({ dossier }: { readonly dossier: Dossier }) {
  const texts = useTexts(dossiersTexts)
  const { campaign, state, mail, mailRefusedAt, studentNo, login, createdAt, validUntil } = dossier
  return (
    <Section title={texts.account}>
      <KeyValueList
        items={[
          { label: texts.state, value: <AccountBadge state={state} /> },
          {
            label: texts.campaign,
            value: campaign.archived ? `${campaign.label} (${texts.archived})` : campaign.label,
          },
          {
            label: texts.mail,
            value: (
              <>
                {mail} {mailRefusedAt !== null && <WordBadge tone="failed">{texts.mailRefused}</WordBadge>}
              </>
            ),
          },
          ...given(texts.student, [studentNo, login].filter(Boolean).join(' · ')),
          { label: texts.createdAt, value: <DateTime at={createdAt} seconds={false} /> },
          ...(state === 'validated'
            ? []
            : [{ label: texts.validUntil, value: <DateTime at={validUntil} seconds={false} /> }]),
        ]}
      />
    </Section>
  )
}

export function CandidateSection({ candidate }: Pick<Dossier, 'candidate'>) {
  const texts = useTexts(dossiersTexts)
  if (candidate === null)
    return (
      <Section title={texts.candidate}>
        <Text c="dimmed">{texts.noCandidate}</Text>
      </Section>
    )
  const { bac } = candidate
  return (
    <Section title={texts.candidate}>
      <KeyValueList
        items={[
          {
            label: texts.name,
            value: [
              candidate.civility,
              candidate.usualName === null
                ? candidate.birthName
                : `${candidate.usualName} (${candidate.birthName})`,
              candidate.firstName,
              candidate.otherFirstName,
            ]
              .filter(Boolean)
              .join(' '),
          },
          {
            label: texts.born,
            value: (
              <>
                <CivilDay date={candidate.bornOn} />
                {candidate.birthPlace === null ? '' : `, ${candidate.birthPlace}`}
              </>
            ),
          },
          ...given(texts.nationality, candidate.nationality),
          ...given(texts.ine, candidate.ine),
          ...given(texts.phones, [candidate.mobile, candidate.phone].filter(Boolean).join(' · ')),
          ...given(texts.address, candidate.address.join(', ')),
          ...given(
            texts.bac,
            bac === null
              ? null
              : [bac.label, bac.year, bac.mention, bac.establishment].filter(Boolean).join(' · '),
          ),
          ...given(texts.specialities, [...(bac?.specialities ?? []), ...(bac?.options ?? [])].join(', ')),
        ]}
      />
    </Section>
  )
}

/** Facts that are not there are not listed. */
function given(label: string, value: string | null): KeyValue[] {
  return value === null || value === '' ? [] : [{ label, value }]
}
