import { Stack, Table, Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { WordBadge } from '../../ui/exchange/word-badge.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { useMailTemplates } from './calls/templates-query.ts'
import { mailTemplatesTexts } from './texts.ts'

export function MailTemplatesPage() {
  const texts = useTexts(mailTemplatesTexts)
  const textOf = useTextOf()
  const { data, error, refetch } = useMailTemplates()
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={8} />}
      {data?.items.length === 0 && <EmptyState title={texts.empty}>{texts.emptyNote}</EmptyState>}
      {data && data.items.length > 0 && (
        <TableFrame minWidth={760}>
          <Table aria-label={texts.title}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.template}</Table.Th>
                <Table.Th>{texts.subject}</Table.Th>
                <Table.Th>{texts.state}</Table.Th>
                <Table.Th>{texts.wording}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map((one) => (
                <Table.Tr key={one.code}>
                  <Table.Th scope="row">
                    <Stack gap={2} align="flex-start">
                      <AnchorLink to={paths.mailTemplate(one.code)} fw={600}>
                        {textOf(one.label)}
                      </AnchorLink>
                      <Text size="sm" c="dimmed" fw={400}>
                        {one.code}
                      </Text>
                    </Stack>
                  </Table.Th>
                  <Table.Td>{one.fr.subject}</Table.Td>
                  <Table.Td>
                    <WordBadge tone={one.inService ? 'applied' : 'review'}>
                      {one.inService ? texts.inService : texts.outOfService}
                    </WordBadge>
                  </Table.Td>
                  <Table.Td>
                    {one.reworded ? (
                      <Stack gap={2}>
                        {texts.own}
                        <Text size="sm" c="dimmed" component="div">
                          <DateTime at={one.changedAt} seconds={false} /> {texts.changedBy(one.changedBy)}
                        </Text>
                      </Stack>
                    ) : (
                      texts.delivered
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
    </>
  )
}
