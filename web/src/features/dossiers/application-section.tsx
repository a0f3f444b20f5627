import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { type Tone, WordBadge } from '../../ui/exchange/word-badge.tsx'
import { type KeyValue, KeyValueList } from '../../ui/key-value-list.tsx'
import { CivilDay, DateTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { useAnswer } from './calls/dossier-acts.ts'
import type { DossierApplication } from './calls/dossier-query.ts'
import { dossiersTexts } from './texts.ts'

const tones: Readonly<Record<DossierApplication['decisions'][number]['kind'], Tone>> = {
  FA: 'applied',
  DE: 'refused',
  LC: 'held',
  LA: 'simulated',
  PR: 'approved',
}

/** One application: decisions, answer, dates, attachments, forms, OPI, and the answers that a manager may give. */
export function ApplicationSection({
  dossierNo,
  application,
}: {
  readonly dossierNo: string
  readonly application: DossierApplication
}) {
  const texts = useTexts(dossiersTexts)
  const { formation, decisions, status, dates, frozen, cancelledAt, opi, attachments, forms } = application
  const facts: KeyValue[] = [
    {
      label: texts.decisions,
      value:
        decisions.length === 0
          ? texts.noDecision
          : decisions.map((decision) => <Decision key={decision.id} decision={decision} />),
    },
    { label: texts.answer, value: <Answer application={application} dossierNo={dossierNo} /> },
    { label: texts.status, value: texts.statuses[status] },
    ...(dates.juryOn === null ? [] : [{ label: texts.jury, value: <CivilDay date={dates.juryOn} /> }]),
    ...(dates.publishOn === null
      ? []
      : [{ label: texts.publication, value: <CivilDay date={dates.publishOn} /> }]),
    ...(opi === null
      ? []
      : [
          {
            label: texts.opi,
            value: (
              <>
                {[texts.opiStates[opi.state], opi.code, opi.quarantined ? texts.setAside : null]
                  .filter(Boolean)
                  .join(' · ')}
                {opi.state === 'error' && (
                  <>
                    {' · '}
                    <AnchorLink inherit to={`${paths.opi()}?dossier=${encodeURIComponent(dossierNo)}`}>
                      {texts.opiWhy}
                    </AnchorLink>
                  </>
                )}
              </>
            ),
          },
        ]),
    ...(attachments.length === 0
      ? []
      : [
          {
            label: texts.attachments,
            value: attachments.map(({ label, status: of }) => (
              <div key={label}>
                {label} : {texts.attachmentStatuses[of]}
              </div>
            )),
          },
        ]),
    ...(forms.length === 0
      ? []
      : [
          {
            label: texts.forms,
            value: forms.map(({ label, answered }) => (
              <div key={label}>
                {label} : {answered ? texts.formAnswered : texts.formMissing}
              </div>
            )),
          },
        ]),
  ]
  return (
    <Section
      title={formation.label}
      description={[
        formation.code,
        frozen ? texts.frozen : null,
        cancelledAt === null ? null : texts.applicationStates.cancelled,
      ]
        .filter(Boolean)
        .join(' · ')}
      actions={<Acts application={application} />}
    >
      <KeyValueList items={facts} />
    </Section>
  )
}

function Decision({ decision }: { readonly decision: DossierApplication['decisions'][number] }) {
  const texts = useTexts(dossiersTexts)
  const { label, kind, validatedAt, rank, realRank, comment } = decision
  return (
    <Group gap="xs">
      <WordBadge tone={validatedAt === null ? 'cancelled' : tones[kind]}>{label}</WordBadge>
      <Text size="sm" c="dimmed">
        {validatedAt === null ? texts.notValidated : <DateTime at={validatedAt} seconds={false} />}
        {rank === null && realRank === null ? '' : ` · ${texts.rank(rank, realRank)}`}
        {comment ? ` · ${comment}` : ''}
      </Text>
    </Group>
  )
}

function Answer({
  application,
  dossierNo,
}: {
  readonly application: DossierApplication
  readonly dossierNo: string
}) {
  const texts = useTexts(dossiersTexts)
  const { accepted, answeredAt, answeredBy, deadline, newConfirmBy, frozen } = application
  if (accepted !== null)
    return (
      <>
        {accepted ? texts.confirmed : texts.withdrawn} <DateTime at={answeredAt} seconds={false} />{' '}
        {answeredBy !== null &&
          texts.by(
            answeredBy === 'autoDesist'
              ? texts.autoDesist
              : answeredBy === dossierNo
                ? texts.candidateAuthor
                : answeredBy,
          )}
      </>
    )
  if (deadline === null) return texts.none
  return (
    <>
      {frozen ? texts.unanswered : texts.deadline} <CivilDay date={deadline} />
      {newConfirmBy !== null && ` (${texts.ownDeadline})`}
    </>
  )
}

function Acts({ application }: { readonly application: DossierApplication }) {
  const texts = useTexts(dossiersTexts)
  const [asked, setAsked] = useState<boolean | null>(null)
  const answer = useAnswer()
  const { id, version, offered, formation } = application
  const close = () => {
    setAsked(null)
    answer.reset()
  }
  return (
    <Group gap="xs">
      {offered.confirm && (
        <Button size="xs" variant="light" onClick={() => setAsked(true)}>
          {texts.confirm}
        </Button>
      )}
      {offered.withdraw && (
        <Button size="xs" variant="default" onClick={() => setAsked(false)}>
          {texts.withdraw}
        </Button>
      )}
      <ConfirmDialog
        opened={asked !== null}
        title={asked ? texts.confirmTitle : texts.withdrawTitle}
        confirmLabel={asked ? texts.confirmNow : texts.withdrawNow}
        cancelLabel={texts.keep}
        danger={asked === false}
        loading={answer.isPending}
        error={answer.error}
        onClose={close}
        onConfirm={() =>
          answer.mutate(
            { id, version, accepted: asked === true },
            {
              onSuccess: () => {
                tell(texts.answered)
                close()
              },
            },
          )
        }
      >
        <Text>
          {asked ? texts.confirmQuestion(formation.label) : texts.withdrawQuestion(formation.label)}
        </Text>
      </ConfirmDialog>
    </Group>
  )
}
