import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { IconUserCheck } from '@tabler/icons-react'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { useAcknowledgement } from './acknowledge.ts'
import classes from './exceptions.module.css'
import type { NightException } from './night-query.ts'
import { nightTexts } from './texts.ts'

/** What the morning has to look at; what is mended or acknowledged is folded away. */
export function Exceptions({ exceptions }: { readonly exceptions: readonly NightException[] }) {
  const texts = useTexts(nightTexts)
  const open = exceptions.filter((one) => one.acknowledged === null && one.mendedBy === null)
  const settled = exceptions.filter((one) => !open.includes(one))
  if (exceptions.length === 0) return null
  return (
    <Section
      title={texts.exceptions}
      actions={open.length > 0 && <Text c="dimmed">{texts.openCount(open.length)}</Text>}
    >
      {open.length > 0 && (
        <ul className={classes.list}>
          {open.map((one) => (
            <Item key={keyOf(one)} exception={one} />
          ))}
        </ul>
      )}
      {settled.length > 0 && (
        <details className={classes.settled}>
          <summary>
            {open.length > 0 ? texts.settled(settled.length) : texts.allSettled(settled.length)}
          </summary>
          <ul className={classes.list}>
            {settled.map((one) => (
              <Item key={keyOf(one)} exception={one} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

function Item({ exception }: { readonly exception: NightException }) {
  const textOf = useTextOf()
  const dates = useDates()
  const { kind, batchCode, at, sentence } = exception
  return (
    <li className={classes.item}>
      <div className={classes.what}>
        <Kind kind={kind} />
        <time className={classes.time} dateTime={at} title={dates.dateTime(at)}>
          {dates.minute(at)}
        </time>
      </div>
      <div className={classes.words}>
        <Text component="div" size="sm" c="dimmed">
          <AnchorLink to={paths.batch(batchCode)} fw={600}>
            {batchCode}
          </AnchorLink>{' '}
          {textOf(exception.label)}
        </Text>
        <Text>{textOf(sentence)}</Text>
        <Settlement exception={exception} />
      </div>
      <Acts exception={exception} />
    </li>
  )
}

const colors = {
  failed: 'red',
  interrupted: 'orange',
  held: 'grape',
  missed: 'red',
  'not-started': 'red',
  slow: 'yellow',
  cancelled: 'gray',
  rejects: 'yellow',
} as const

function Kind({ kind }: { readonly kind: NightException['kind'] }) {
  const texts = useTexts(nightTexts)
  return (
    <Badge className={classes.kind ?? ''} data-tone={colors[kind]} variant="light" radius="sm" tt="none">
      {texts.kinds[kind]}
    </Badge>
  )
}

function Settlement({ exception }: { readonly exception: NightException }) {
  const texts = useTexts(nightTexts)
  const dates = useDates()
  const { acknowledged, mendedBy } = exception
  return (
    <>
      {mendedBy !== null && (
        <Text size="sm" c="dimmed">
          {texts.mendedBy} <AnchorLink to={paths.run(mendedBy)}>{texts.mendedRun(mendedBy)}</AnchorLink>
        </Text>
      )}
      {acknowledged && (
        <Text size="sm" c="dimmed">
          {texts.acknowledgedBy(acknowledged.by)}, {dates.dateMinute(acknowledged.at)}
        </Text>
      )}
    </>
  )
}

function Acts({ exception }: { readonly exception: NightException }) {
  const texts = useTexts(nightTexts)
  const may = useMay()
  const acknowledgement = useAcknowledgement()
  const { kind, runId, batchCode, at, application, acknowledged, mendedBy } = exception
  const settled = acknowledged !== null || mendedBy !== null
  const [to, label] =
    runId === null
      ? [paths.instant(batchCode, at), texts.openInstant]
      : application === 'health' && (kind === 'held' || kind === 'rejects')
        ? [paths.importReport(runId), texts.openImport]
        : [paths.run(runId), texts.openRun]
  return (
    <Stack gap="xs" align="flex-end" className={classes.acts ?? ''}>
      <Group gap="sm" wrap="nowrap">
        <AnchorLink to={to} size="sm">
          {label}
        </AnchorLink>
        {runId !== null && may(application, 'operator') && (!settled || acknowledged !== null) && (
          <Button
            size="xs"
            variant={settled ? 'subtle' : 'default'}
            leftSection={settled ? undefined : <IconUserCheck size={16} aria-hidden="true" />}
            loading={acknowledgement.isPending}
            onClick={() => acknowledgement.mutate({ runId, acknowledged: !settled })}
            aria-label={settled ? texts.restoreThis(batchCode) : texts.acknowledgeThis(batchCode)}
          >
            {settled ? texts.restore : texts.acknowledge}
          </Button>
        )}
      </Group>
      <ProblemAlert error={acknowledgement.error} />
    </Stack>
  )
}

function keyOf({ kind, batchCode, runId, at }: NightException): string {
  return `${kind} ${batchCode} ${runId ?? at}`
}
