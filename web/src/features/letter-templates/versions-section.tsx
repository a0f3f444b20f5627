import { Button, Group, Stack, Table, Text } from '@mantine/core'
import type { LetterTemplate } from '../../../../src/api/schemas/health-letters.ts'
import { useTexts } from '../../lib/texts.ts'
import { WordBadge } from '../../ui/exchange/word-badge.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { LetterTemplatePage } from './calls/templates-query.ts'
import { letterTexts } from './texts.ts'

interface Props {
  readonly page: LetterTemplatePage
  /** Takes an old text into the editor; null: the reader may not. */
  readonly onPutBack: ((content: LetterTemplate) => void) | null
}

/** Who changed the letter and when; an old text goes back into the editor, to be looked at before it is saved. */
export function VersionsSection({ page, onPutBack }: Props) {
  const texts = useTexts(letterTexts)
  return (
    <Section
      title={texts.versions}
      description={texts.versionsNote}
      actions={
        onPutBack && (
          <Button variant="default" onClick={() => onPutBack(page.initial)}>
            {texts.putBackInitial}
          </Button>
        )
      }
    >
      {page.versions.length === 0 && <Text c="dimmed">{texts.noVersions}</Text>}
      {page.versions.length > 0 && (
        <TableFrame minWidth={320}>
          <Table verticalSpacing="xs">
            <Table.Tbody>
              {page.versions.map((one) => (
                <Table.Tr key={one.version}>
                  <Table.Td>
                    <Stack gap={2}>
                      <Group gap="xs">
                        {texts.version(one.version)}
                        {one.version === page.version && (
                          <WordBadge tone="applied">{texts.inForce}</WordBadge>
                        )}
                      </Group>
                      <Text size="sm" c="dimmed" component="div">
                        <DateTime at={one.savedAt} seconds={false} /> {texts.by(one.savedBy)}
                      </Text>
                    </Stack>
                  </Table.Td>
                  <Table.Td ta="right">
                    {onPutBack && one.version !== page.version && (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={texts.putBackOf(one.version)}
                        onClick={() => onPutBack(one.content)}
                      >
                        {texts.putBack}
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
    </Section>
  )
}
