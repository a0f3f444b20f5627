import { Checkbox, Table, Text, VisuallyHidden } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { type Tone, WordBadge } from '../../ui/exchange/word-badge.tsx'
import { RelativeTime } from '../../ui/moments.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { OpiState, QueuedOpi } from './calls/opi-queries.ts'
import { useCauseWords } from './cause-words.ts'
import { OpiActs } from './opi-acts.tsx'
import { opiTexts } from './texts.ts'

const tones: Readonly<Record<OpiState, Tone>> = {
  'to-pour': 'held',
  'to-withdraw': 'held',
  poured: 'applied',
  withdrawn: 'cancelled',
  error: 'failed',
}

interface Props {
  readonly items: readonly QueuedOpi[]
  readonly busy: boolean
  /** Applications chosen to be tried again. */
  readonly chosen: ReadonlySet<number>
  readonly onChoose: (applicationId: number, chosen: boolean) => void
}

export function OpiTable({ items, busy, chosen, onChoose }: Props) {
  const texts = useTexts(opiTexts)
  const operator = useMay()('admissions', 'operator')
  return (
    <TableFrame minWidth={operator ? 980 : 860} busy={busy}>
      <Table aria-label={texts.table} opacity={busy ? 0.6 : 1}>
        <Table.Thead>
          <Table.Tr>
            {operator && (
              <Table.Th w={40}>
                <VisuallyHidden>{texts.retry}</VisuallyHidden>
              </Table.Th>
            )}
            <Table.Th>{texts.dossier}</Table.Th>
            <Table.Th>{texts.formation}</Table.Th>
            <Table.Th>{texts.state}</Table.Th>
            <Table.Th>{texts.cause}</Table.Th>
            <Table.Th>{texts.attempts}</Table.Th>
            {operator && (
              <Table.Th>
                <VisuallyHidden>{texts.acts}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((opi) => (
            <Table.Tr key={opi.applicationId}>
              {operator && (
                <Table.Td>
                  {opi.state === 'error' && (
                    <Checkbox
                      aria-label={texts.choose(opi.dossierNo, opi.formation.code)}
                      checked={chosen.has(opi.applicationId)}
                      onChange={(event) => onChoose(opi.applicationId, event.currentTarget.checked)}
                    />
                  )}
                </Table.Td>
              )}
              <Table.Th scope="row" fw={400}>
                <AnchorLink to={paths.dossier(opi.accountId)} size="sm">
                  {opi.dossierNo}
                </AnchorLink>
              </Table.Th>
              <Table.Td>
                <Text size="sm" fw={500}>
                  {opi.formation.code}
                </Text>
                <Text size="xs" c="dimmed" lineClamp={2}>
                  {opi.formation.label}
                </Text>
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                <WordBadge tone={tones[opi.state]}>{texts.badges[opi.state]}</WordBadge>
              </Table.Td>
              <Table.Td>
                <Standing opi={opi} />
              </Table.Td>
              <Table.Td>
                <Attempts opi={opi} />
              </Table.Td>
              {operator && (
                <Table.Td ta="right">
                  <OpiActs opi={opi} />
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}

/** For an error, why and what to do; otherwise since when, or under which code. */
function Standing({ opi }: { readonly opi: QueuedOpi }) {
  const texts = useTexts(opiTexts)
  const dates = useDates()
  const words = useCauseWords()
  if (opi.state === 'error' && opi.cause !== null) {
    const { title, todo } = words(opi.cause)
    return (
      <div style={{ maxWidth: '34rem' }}>
        <Text size="sm">
          {title}
          {opi.wanted === 'withdraw' && ` (${texts.wantedWithdraw})`}
        </Text>
        <Text size="xs" c="dimmed">
          {todo}
        </Text>
        {opi.causeDetail && (
          <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            {opi.causeDetail}
          </Text>
        )}
      </div>
    )
  }
  const [word, at] =
    opi.pouredAt !== null
      ? [texts.pouredOn, opi.pouredAt]
      : opi.withdrawnAt !== null
        ? [texts.withdrawnOn, opi.withdrawnAt]
        : [texts.since, opi.createdAt]
  return (
    <>
      <Text size="sm" c="dimmed">
        {word} {dates.dateMinute(at)}
        {opi.opiCode !== null && ` · ${texts.code} ${opi.opiCode}`}
      </Text>
      {opi.adjusted.length > 0 && (
        <Text size="xs" c="dimmed">
          {texts.adjusted} <Adjusted marks={opi.adjusted} />
        </Text>
      )}
    </>
  )
}

function Adjusted({ marks }: { readonly marks: readonly string[] }) {
  const texts = useTexts(opiTexts)
  const fields: Readonly<Record<string, string>> = texts.fields
  const words = marks.map((mark) => {
    const field = mark.replace(/-(cut|left-out)$/, '')
    const name = fields[field] ?? field
    return mark.endsWith('-cut') ? texts.cutWord(name) : texts.leftOutWord(name)
  })
  return <>{words.join(', ')}</>
}

function Attempts({ opi }: { readonly opi: QueuedOpi }) {
  const texts = useTexts(opiTexts)
  if (opi.attempts === 0) return <Text c="dimmed">–</Text>
  return (
    <>
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {texts.tried(opi.attempts)}
      </Text>
      <Text size="xs" c={opi.quarantinedAt === null ? 'dimmed' : 'red'}>
        {opi.quarantinedAt !== null ? (
          texts.quarantined
        ) : opi.nextTry === null ? null : (
          <>
            {texts.next} <RelativeTime at={opi.nextTry} />
          </>
        )}
      </Text>
    </>
  )
}
