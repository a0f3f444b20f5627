import { Table, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconRefresh } from '@tabler/icons-react'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { RelativeTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './checks-panel.module.css'
import type { Night } from './night-query.ts'
import { nightTexts } from './texts.ts'

type Checks = Night['checks']

const icons = {
  checking: IconRefresh,
  'on-time': IconCircleCheck,
  late: IconAlertTriangle,
  nobody: IconCircleX,
} as const

/** Who looks for what is due, and what waits; says it when nobody does. */
export function ChecksPanel({ checks }: { readonly checks: Checks }) {
  const texts = useTexts(nightTexts)
  const dates = useDates()
  const Icon = icons[checks.state]
  return (
    <Section title={texts.checks}>
      <div className={classes.state} data-state={checks.state}>
        <Icon size={20} aria-hidden="true" className={classes.icon} />
        <div>
          <Text fw={600}>{texts.checkStates[checks.state]}</Text>
          <Text size="sm">{texts.checkSentences[checks.state]}</Text>
        </div>
      </div>
      <KeyValueList
        items={[
          { label: texts.lastCheck, value: <RelativeTime at={checks.lastAt} /> },
          ...(checks.state === 'checking' || checks.state === 'on-time'
            ? [{ label: texts.nextCheck, value: <RelativeTime at={checks.nextAt} /> }]
            : []),
          ...(checks.lateSince === null
            ? []
            : [{ label: texts.lateSince, value: <RelativeTime at={checks.lateSince} /> }]),
          ...(checks.periodMs === null
            ? []
            : [{ label: texts.every, value: dates.duration(checks.periodMs) }]),
          { label: texts.queue, value: texts.queued(checks.queued) },
          { label: texts.runningNow, value: <Running runs={checks.running} /> },
        ]}
      />
      {checks.nodes.length === 0 ? (
        <Text c="dimmed" mt="sm">
          {texts.noNode}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={320} mt="sm">
          <Table verticalSpacing="xs" aria-label={texts.nodes}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.node}</Table.Th>
                <Table.Th>{texts.nodeRole}</Table.Th>
                <Table.Th>{texts.lastCheck}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {checks.nodes.map((node) => (
                <Table.Tr key={node.name}>
                  <Table.Td>{node.name}</Table.Td>
                  <Table.Td>{node.scheduler ? texts.scheduler : texts.workerOnly}</Table.Td>
                  <Table.Td>
                    <RelativeTime at={node.lastCheckAt} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  )
}

function Running({ runs }: { readonly runs: Checks['running'] }) {
  const texts = useTexts(nightTexts)
  if (runs.length === 0) return texts.nobodyRuns
  return runs.map((run, index) => (
    <span key={run.id}>
      {index > 0 && ', '}
      <AnchorLink to={paths.run(run.id)} inherit>
        {run.batchCode}
      </AnchorLink>
    </span>
  ))
}
