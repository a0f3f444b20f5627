import { Select, Table } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { type SurveyForm, useRejections } from './calls/forms-query.ts'
import { formsTexts } from './texts.ts'

/** Responses that are nobody's, and why. */
export function RejectionsSection({ form }: { readonly form: SurveyForm }) {
  const texts = useTexts(formsTexts)
  const [{ cause }, setUrl] = useUrlState({ cause: '' })
  const found = useRejections(form.id, cause)
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section
      title={texts.rejections}
      description={texts.rejectionsMore}
      actions={
        <Select
          aria-label={texts.rejections}
          placeholder={texts.anyCause}
          data={Object.entries(texts.causes).map(([value, label]) => ({ value, label: label as string }))}
          value={cause || null}
          onChange={(value) => setUrl({ cause: value ?? '' })}
          clearable
          w={{ base: '100%', xs: 280 }}
        />
      }
    >
      {found.error && !found.data ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <LoadingRows rows={3} />
      ) : items.length === 0 ? (
        <EmptyState title={texts.noRejection} />
      ) : (
        <>
          <TableFrame minWidth={420} busy={found.isPlaceholderData}>
            <Table aria-label={texts.rejections}>
              <Table.Tbody>
                {items.map((one) => (
                  <Table.Tr key={one.responseId}>
                    <Table.Th scope="row" fw={400}>
                      {texts.response(one.responseId)}
                    </Table.Th>
                    <Table.Td>{texts.causes[one.cause]}</Table.Td>
                    <Table.Td>
                      <DateTime at={one.submittedAt ?? one.seenAt} seconds={false} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </TableFrame>
          <MoreButton of={found}>{texts.more}</MoreButton>
        </>
      )}
    </Section>
  )
}
