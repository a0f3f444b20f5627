import { Stack, Table, Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { WordBadge } from '../../ui/exchange/word-badge.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { useLetterTemplates } from './calls/templates-query.ts'
import { letterTexts } from './texts.ts'

export function LetterTemplatesPage() {
  const texts = useTexts(letterTexts)
  const { data, error, refetch } = useLetterTemplates()
  return (
    <>
      <PageHeader
        title={texts.title}
        description={texts.description}
        breadcrumbs={<AnchorLink to={paths.followUps()}>{texts.followUps}</AnchorLink>}
      />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={2} />}
      {data && (
        <TableFrame minWidth={640}>
          <Table aria-label={texts.title}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.letter}</Table.Th>
                <Table.Th>{texts.subjectColumn}</Table.Th>
                <Table.Th>{texts.versionColumn}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map((one) => (
                <Table.Tr key={one.kind}>
                  <Table.Th scope="row">
                    <Stack gap={2} align="flex-start">
                      <AnchorLink to={paths.letterTemplate(one.kind)} fw={600}>
                        {texts.kinds[one.kind]}
                      </AnchorLink>
                      <Text size="sm" c="dimmed" fw={400}>
                        {texts.kindNotes[one.kind]}
                      </Text>
                    </Stack>
                  </Table.Th>
                  <Table.Td>
                    <Stack gap={4} align="flex-start">
                      {one.subject}
                      {one.warnings > 0 && <WordBadge tone="review">{texts.toComplete}</WordBadge>}
                    </Stack>
                  </Table.Td>
                  <Table.Td>
                    {one.savedAt === null || one.savedBy === null ? (
                      texts.initial
                    ) : (
                      <Stack gap={2}>
                        {texts.version(one.version)}
                        <Text size="sm" c="dimmed" component="div">
                          <DateTime at={one.savedAt} seconds={false} /> {texts.by(one.savedBy)}
                        </Text>
                      </Stack>
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
