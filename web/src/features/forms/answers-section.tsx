import { Button, Modal, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { uiTexts } from '../../ui/texts.ts'
import { type SurveyAnswer, type SurveyForm, useAnswer, useAnswers } from './calls/forms-query.ts'
import { formsTexts } from './texts.ts'

/** Who answered, by dossier; a click reads what. */
export function AnswersSection({ form }: { readonly form: SurveyForm }) {
  const texts = useTexts(formsTexts)
  const [{ q }] = useUrlState({ q: '' })
  const found = useAnswers(form.id, q)
  const [opened, setOpened] = useState<SurveyAnswer | null>(null)
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={texts.answers} actions={<SearchBox label={texts.search} />}>
      {found.error && !found.data ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <LoadingRows rows={5} />
      ) : items.length === 0 ? (
        <EmptyState title={texts.noAnswer}>{texts.noAnswerMore}</EmptyState>
      ) : (
        <>
          <AnswersTable items={items} busy={found.isPlaceholderData} onOpen={setOpened} />
          <MoreButton of={found}>{texts.more}</MoreButton>
        </>
      )}
      <AnswerWindow formId={form.id} answer={opened} onClose={() => setOpened(null)} />
    </Section>
  )
}

interface TableProps {
  readonly items: readonly SurveyAnswer[]
  readonly busy: boolean
  readonly onOpen: (answer: SurveyAnswer) => void
}

function AnswersTable({ items, busy, onOpen }: TableProps) {
  const texts = useTexts(formsTexts)
  return (
    <TableFrame minWidth={620} busy={busy}>
      <Table aria-label={texts.answers}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.candidate}</Table.Th>
            <Table.Th>{texts.target}</Table.Th>
            <Table.Th>{texts.submitted}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{texts.actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((answer) => (
            <Table.Tr key={`${answer.level}-${answer.targetId}`}>
              <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
                {answer.lastName} {answer.firstName}
                <Text size="xs" c="dimmed">
                  <AnchorLink inherit to={paths.dossier(answer.accountId)}>
                    {answer.dossierNo}
                  </AnchorLink>{' '}
                  · {texts.response(answer.responseId)}
                </Text>
              </Table.Th>
              <Table.Td>{answer.formation ?? texts.allApplications}</Table.Td>
              <Table.Td>
                {answer.submittedAt === null ? (
                  texts.undated
                ) : (
                  <DateTime at={answer.submittedAt} seconds={false} />
                )}
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={texts.readOf(answer.dossierNo)}
                  onClick={() => onOpen(answer)}
                >
                  {texts.read}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}

interface WindowProps {
  readonly formId: number
  readonly answer: SurveyAnswer | null
  readonly onClose: () => void
}

/** What was answered, question by question, in the order of the survey. */
function AnswerWindow({ formId, answer, onClose }: WindowProps) {
  const texts = useTexts(formsTexts)
  const { close } = useTexts(uiTexts)
  const { data, error, refetch } = useAnswer(formId, answer)
  return (
    <Modal
      opened={answer !== null}
      onClose={onClose}
      title={texts.detail(answer?.dossierNo ?? '')}
      size="xl"
      closeButtonProps={{ 'aria-label': close }}
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows rows={4} />
      ) : (
        <Stack gap="md">
          <AnchorLink to={paths.dossier(data.accountId)}>{texts.dossier}</AnchorLink>
          <TableFrame minWidth={320}>
            <Table aria-label={texts.answers} layout="fixed">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w="30%">{texts.question}</Table.Th>
                  <Table.Th>{texts.answer}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.answers.map(([question, text], at) => (
                  <Table.Tr key={at}>
                    <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
                      {question}
                    </Table.Th>
                    <Table.Td style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
                      {text || (
                        <Text span c="dimmed">
                          {texts.blank}
                        </Text>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </TableFrame>
        </Stack>
      )}
    </Modal>
  )
}
