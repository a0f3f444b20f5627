import { Button, Group, Stack, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useNavigate } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useHasRight, useMay } from '../../lib/roles.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { useDecide } from './calls/decide-pair.ts'
import type { DuplicatePair, ReviewedGroup } from './calls/groups-query.ts'
import type { Act } from './duplicate-group-page.tsx'
import classes from './duplicates.module.css'
import { duplicateTexts } from './texts.ts'
import { TierBadge } from './tier-badge.tsx'

interface Props {
  readonly group: ReviewedGroup
  readonly onAct: (act: Act) => void
  /** A window is open: keys are its own. */
  readonly acting: boolean
}

/** Each pair of the group: its score in words, and the acts. */
export function PairsSection({ group, onAct, acting }: Props) {
  const texts = useTexts(duplicateTexts)
  const mayMerge = useMay()('health', 'operator') && useHasRight('medical')
  const navigate = useNavigate()
  const decide = useDecide()
  const { pairs, records } = group
  const putOff = ({ id, version }: DuplicatePair) =>
    decide.mutate(
      { id, decision: 'later', version },
      {
        onSuccess: () => {
          tell(texts.done.later)
          if (pairs.length === 1) void navigate(paths.duplicates())
        },
      },
    )
  const reopen = ({ id, version }: DuplicatePair) =>
    decide.mutate({ id, decision: 'reopen', version }, { onSuccess: () => tell(texts.done.reopen) })

  const first = pairs[0]
  const open = first !== undefined && (first.state === 'new' || first.state === 'later')
  const onKey = (act: (pair: DuplicatePair) => void) => () => {
    if (open && !acting && !decide.isPending) act(first)
  }
  useHotkeys([
    ['f', onKey((pair) => mayMerge && onAct({ what: 'merge', pair }))],
    ['i', onKey((pair) => onAct({ what: 'ignore', pair }))],
    ['p', onKey((pair) => pair.state === 'new' && putOff(pair))],
  ])

  return (
    <Section
      title={texts.pairsTitle(pairs.length)}
      description={open && [mayMerge ? '' : texts.noMergeRight, texts.keys].filter(Boolean).join(' ')}
    >
      <Stack gap="lg">
        {pairs.map((pair) => (
          <Pair
            key={pair.id}
            pair={pair}
            named={records.length > 2}
            mayMerge={mayMerge}
            busy={decide.isPending}
            onMerge={() => onAct({ what: 'merge', pair })}
            onIgnore={() => onAct({ what: 'ignore', pair })}
            onLater={() => putOff(pair)}
            onReopen={() => reopen(pair)}
          />
        ))}
        <ProblemAlert error={decide.error} />
      </Stack>
    </Section>
  )
}

interface PairProps {
  readonly pair: DuplicatePair
  /** More than two records: which ones it is about. */
  readonly named: boolean
  readonly mayMerge: boolean
  readonly busy: boolean
  readonly onMerge: () => void
  readonly onIgnore: () => void
  readonly onLater: () => void
  readonly onReopen: () => void
}

function Pair({ pair, named, mayMerge, busy, onMerge, onIgnore, onLater, onReopen }: PairProps) {
  const texts = useTexts(duplicateTexts)
  const textOf = useTextOf()
  const dates = useDates()
  const open = pair.state === 'new' || pair.state === 'later'
  return (
    <Stack gap="sm">
      <Group gap="sm">
        {named && <Text fw={650}>{texts.pairOf(String(pair.a), String(pair.b))}</Text>}
        <TierBadge tier={pair.tier} />
        <Text fw={650}>{texts.scoreOf(pair.score)}</Text>
        {pair.state !== 'new' && (
          <Text c="dimmed">
            {texts.states[pair.state]}
            {pair.decidedAt !== null &&
              ` ${texts.decidedByOn(pair.decidedBy ?? '', dates.dateMinute(pair.decidedAt))}`}
          </Text>
        )}
      </Group>
      {pair.decisionReason !== null && <Text size="sm">{texts.because(pair.decisionReason)}</Text>}
      <ul className={classes.reasons}>
        {pair.reasons.map(({ code, points, text }) => (
          <li key={code} className={classes.reason}>
            {textOf(text)}
            {points !== 0 && <span className={classes.points}>{texts.points(points)}</span>}
          </li>
        ))}
      </ul>
      <Group gap="sm">
        {open && mayMerge && <Button onClick={onMerge}>{texts.merge}</Button>}
        {open && (
          <Button variant="default" onClick={onIgnore}>
            {texts.ignore}
          </Button>
        )}
        {pair.state === 'new' && (
          <Button variant="default" onClick={onLater} loading={busy}>
            {texts.later}
          </Button>
        )}
        {(pair.state === 'later' || pair.state === 'ignored') && (
          <Button variant="default" onClick={onReopen} loading={busy}>
            {texts.reopen}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
