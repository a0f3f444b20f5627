import { Table, Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { WordBadge } from '../../ui/exchange/word-badge.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { AccountBadge } from './account-badge.tsx'
import type { ListedDossier } from './calls/dossiers-query.ts'
import { dossiersTexts } from './texts.ts'

export function DossiersTable({ dossiers, busy }: { dossiers: readonly ListedDossier[]; busy: boolean }) {
  const texts = useTexts(dossiersTexts)
  return (
    <TableFrame minWidth={780} busy={busy}>
      <Table aria-label={texts.table} opacity={busy ? 0.6 : 1}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.dossier}</Table.Th>
            <Table.Th>{texts.name}</Table.Th>
            <Table.Th>{texts.campaign}</Table.Th>
            <Table.Th>{texts.state}</Table.Th>
            <Table.Th>{texts.applications}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {dossiers.map((one) => (
            <Row key={one.id} dossier={one} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}

function Row({ dossier }: { readonly dossier: ListedDossier }) {
  const texts = useTexts(dossiersTexts)
  const { id, dossierNo, lastName, firstName, mail, campaign, archived, state, validUntil } = dossier
  const { hasData, applications, accepted, failed, setAside } = dossier
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <AnchorLink to={paths.dossier(id)} ff="monospace">
          {dossierNo}
        </AnchorLink>
      </Table.Th>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {lastName} {firstName}
        <Text size="xs" c="dimmed">
          {mail}
        </Text>
      </Table.Td>
      <Table.Td>
        {campaign}
        {archived && (
          <Text size="xs" c="dimmed">
            {texts.archived}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <AccountBadge state={state} />
        {state === 'to-validate' && (
          <Text size="xs" c="dimmed">
            {texts.until} <DateTime at={validUntil} seconds={false} />
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {applications > 0 ? (
          texts.counted(applications, accepted)
        ) : (
          <Text size="sm" c="dimmed">
            {hasData ? texts.none : texts.noData}
          </Text>
        )}
        {failed > 0 && (
          <div>
            <WordBadge tone={setAside > 0 ? 'failed' : 'review'}>
              {texts.failures(failed, setAside)}
            </WordBadge>
          </div>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
