import { Table, Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { CivilDay, DateTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { Dossier, DossierEventCode } from './calls/dossier-query.ts'
import { dossiersTexts } from './texts.ts'

/** What happened to the dossier, and by which run of which batch. */
export function HistorySection({ events }: { readonly events: Dossier['events'] }) {
  const texts = useTexts(dossiersTexts)
  // Whoever notes a new event gives it words: TypeScript refuses a code without.
  const words: Readonly<Record<DossierEventCode, string>> = texts.events
  return (
    <Section title={texts.history} description={texts.historyMore}>
      {events.length === 0 ? (
        <Text c="dimmed">{texts.noHistory}</Text>
      ) : (
        <TableFrame minWidth={560}>
          <Table aria-label={texts.history}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.when}</Table.Th>
                <Table.Th>{texts.what}</Table.Th>
                <Table.Th>{texts.who}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {events.map(({ id, at, event, formation, detail, author, runId }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <DateTime at={at} seconds={false} />
                  </Table.Td>
                  <Table.Td>
                    {words[event as DossierEventCode] ?? texts.otherEvent(event)}
                    <Text size="xs" c="dimmed">
                      {formation}
                      {Object.values(detail).map((value) => (
                        <Detail key={String(value)} value={value} />
                      ))}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    {author === 'candidate' ? texts.candidateAuthor : author}
                    {runId !== null && (
                      <Text size="xs">
                        <AnchorLink to={paths.run(runId)}>{texts.run}</AnchorLink>
                      </Text>
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

function Detail({ value }: { readonly value: string | number | boolean | null }) {
  if (value === null || typeof value === 'boolean') return null
  const isDay = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
  return <> · {isDay ? <CivilDay date={value} /> : value}</>
}
