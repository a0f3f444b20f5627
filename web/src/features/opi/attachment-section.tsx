import { Alert, Button, Group, Stack, Table, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { type Tone, WordBadge } from '../../ui/exchange/word-badge.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { RelativeTime } from '../../ui/moments.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { tell } from '../../ui/tell.ts'
import {
  type OpiAttachmentState,
  type QueuedAttachment,
  useAttachmentSummary,
  useAttachments,
  useRetryAttachments,
} from './calls/attachment-queries.ts'
import { fileTexts } from './file-texts.ts'
import classes from './state-tiles.module.css'

const order = ['to-send', 'error', 'aside', 'absent', 'superseded', 'sent'] as const
const tones: Readonly<Record<OpiAttachmentState, Tone>> = {
  'to-send': 'held',
  sent: 'applied',
  absent: 'refused',
  error: 'failed',
  superseded: 'cancelled',
}
const filters = { piece: '', dossier: '' }

/** « Pièces »: the attachments of what is poured, and why one is not in the information system. */
export function AttachmentSection() {
  const texts = useTexts(fileTexts)
  const dates = useDates()
  const operator = useMay()('admissions', 'operator')
  const [{ piece }, setFilters] = useUrlState(filters)
  const summary = useAttachmentSummary()
  const retry = useRetryAttachments()
  if (summary.error && !summary.data)
    return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />
  if (!summary.data) return <LoadingRows rows={6} />
  const { used, states, aside } = summary.data
  const again = piece === 'absent' || piece === 'error' ? states[piece] : 0
  return (
    <Stack gap="md">
      {!used && (
        <Alert color="orange" title={texts.notUsed}>
          {texts.notUsedMore}
        </Alert>
      )}
      <fieldset
        className={classes.tiles}
        aria-label={texts.tiles}
        style={{ border: 0, margin: 0, padding: 0 }}
      >
        {order.map((state) => {
          const count = state === 'aside' ? aside : states[state]
          return (
            <UnstyledButton
              key={state}
              className={classes.tile ?? ''}
              aria-pressed={piece === state}
              data-alarm={['error', 'aside', 'absent'].includes(state) && count > 0}
              onClick={() => setFilters({ piece: piece === state ? '' : state })}
            >
              <span className={classes.figure}>{dates.number(count)}</span>
              <span className={classes.label}>{state === 'aside' ? texts.aside : texts.states[state]}</span>
            </UnstyledButton>
          )
        })}
      </fieldset>
      <Group>
        <SearchBox label={texts.dossierNo} param="dossier" />
        {operator && again > 1 && (piece === 'absent' || piece === 'error') && (
          <Button
            variant="default"
            loading={retry.isPending}
            onClick={() =>
              retry.mutate({ state: piece }, { onSuccess: ({ retried }) => tell(texts.retried(retried)) })
            }
          >
            {texts.retryAll(again)}
          </Button>
        )}
      </Group>
      <ProblemAlert error={retry.error} />
      <List />
    </Stack>
  )
}

function List() {
  const texts = useTexts(fileTexts)
  const operator = useMay()('admissions', 'operator')
  const [current, setFilters] = useUrlState(filters)
  const found = useAttachments(current)
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  if (found.error && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <LoadingRows rows={8} />
  if (items.length === 0)
    return current.piece !== '' || current.dossier !== '' ? (
      <EmptyState
        title={texts.nothing}
        action={
          <Button variant="default" onClick={() => setFilters(filters)}>
            {texts.showAll}
          </Button>
        }
      >
        {texts.nothingMore}
      </EmptyState>
    ) : (
      <EmptyState title={texts.empty} icon={<IconPaperclip size={32} />}>
        {texts.emptyMore}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      <TableFrame minWidth={operator ? 900 : 780} busy={found.isPlaceholderData}>
        <Table aria-label={texts.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.dossier}</Table.Th>
              <Table.Th>{texts.code}</Table.Th>
              <Table.Th>{texts.formation}</Table.Th>
              <Table.Th>{texts.state}</Table.Th>
              <Table.Th>{texts.cause}</Table.Th>
              {operator && (
                <Table.Th>
                  <VisuallyHidden>{texts.acts}</VisuallyHidden>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <Table.Tr key={item.id}>
                <Table.Th scope="row" fw={400}>
                  <AnchorLink to={paths.dossier(item.accountId)} size="sm">
                    {item.dossierNo}
                  </AnchorLink>
                </Table.Th>
                <Table.Td ff="monospace">{item.sisCode}</Table.Td>
                <Table.Td>
                  <Text size="sm" fw={500}>
                    {item.formation.code}
                  </Text>
                  <Text size="xs" c="dimmed" lineClamp={2}>
                    {item.formation.label}
                  </Text>
                </Table.Td>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  <WordBadge tone={tones[item.state]}>{texts.words[item.state]}</WordBadge>
                </Table.Td>
                <Table.Td>
                  <Standing item={item} />
                </Table.Td>
                {operator && (
                  <Table.Td ta="right">
                    <Again item={item} />
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      <MoreButton of={found}>{texts.next}</MoreButton>
    </Stack>
  )
}

function Standing({ item }: { readonly item: QueuedAttachment }) {
  const texts = useTexts(fileTexts)
  const dates = useDates()
  const causes: Readonly<Record<string, string>> = texts.causes
  if (item.cause === null)
    return (
      <Text size="sm" c="dimmed">
        {item.sentAt === null ? texts.since : texts.sentOn} {dates.dateMinute(item.sentAt ?? item.createdAt)}
      </Text>
    )
  return (
    <div style={{ maxWidth: '34rem' }}>
      <Text size="sm">
        {causes[item.cause] ?? item.cause}
        {item.causeDetail !== null && (
          <Text span size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            {' '}
            {item.causeDetail}
          </Text>
        )}
      </Text>
      {item.attempts > 0 && (
        <Text size="xs" c={item.quarantinedAt === null ? 'dimmed' : 'red'}>
          {texts.tried(item.attempts)}
          {item.quarantinedAt !== null ? (
            ` · ${texts.aside}`
          ) : item.nextTry === null ? null : (
            <>
              {' · '}
              {texts.nextTry} <RelativeTime at={item.nextTry} />
            </>
          )}
        </Text>
      )}
    </div>
  )
}

function Again({ item }: { readonly item: QueuedAttachment }) {
  const texts = useTexts(fileTexts)
  const retry = useRetryAttachments()
  if (item.state !== 'error' && item.state !== 'absent') return null
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={texts.retryOf(item.dossierNo, item.sisCode)}
        loading={retry.isPending}
        onClick={() =>
          retry.mutate({ ids: [item.id] }, { onSuccess: ({ retried }) => tell(texts.retried(retried)) })
        }
      >
        {item.quarantinedAt === null ? texts.retry : texts.release}
      </Button>
      <ProblemAlert error={retry.error} />
    </>
  )
}
