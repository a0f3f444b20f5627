import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconClock, IconHourglass } from '@tabler/icons-react'
import type { RunPageData } from '../../../../src/api/schemas/runs.ts'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import classes from './run.module.css'
import { runTexts } from './texts.ts'
import { useSecond } from './use-second.ts'

interface Props {
  readonly page: RunPageData
  readonly onApprove: () => void
  readonly onDiscard: () => void
}

/** What must not be missed: error, reason, what it waits for, what is held, what takes too long. */
export function RunAlerts({ page, onApprove, onDiscard }: Props) {
  const texts = useTexts(runTexts)
  const dates = useDates()
  const textOf = useTextOf()
  const { run, exchange, actions } = page
  return (
    <Stack gap="sm">
      {run.error && (
        <Alert color="red" title={texts.errorTitle} icon={<IconAlertTriangle aria-hidden="true" />}>
          <p className={classes.pre}>{run.error}</p>
        </Alert>
      )}
      {run.state === 'queued' ? (
        <Waits page={page} />
      ) : (
        run.reason && (
          <Alert color={run.state === 'interrupted' ? 'orange' : 'gray'} title={texts.reasonTitle[run.state]}>
            <p className={classes.pre}>{textOf(run.reason)}</p>
          </Alert>
        )
      )}
      {run.state === 'running' && run.cancelRequestedAt && (
        <Alert color="orange" role="status">
          {texts.stopping(run.cancelRequestedBy ?? '–', dates.time(run.cancelRequestedAt))}
        </Alert>
      )}
      {exchange?.held && (
        <Alert color="orange" title={texts.held}>
          <Stack gap="xs">
            <Text size="sm">{texts.heldDetail}</Text>
            <Group gap="sm">
              <AnchorLink to={paths.importReport(run.id)}>{texts.seeReport}</AnchorLink>
              {actions.decide && (
                <>
                  <Button size="xs" variant="default" onClick={onDiscard}>
                    {texts.discard}
                  </Button>
                  <Button size="xs" onClick={onApprove}>
                    {texts.approve}
                  </Button>
                </>
              )}
            </Group>
          </Stack>
        </Alert>
      )}
      {page.abnormallyLong && page.habit && <Abnormal page={page} />}
    </Stack>
  )
}

function Waits({ page }: { readonly page: RunPageData }) {
  const texts = useTexts(runTexts)
  const textOf = useTextOf()
  const { run, waitsFor } = page
  return (
    <Alert color="blue" title={texts.waitsTitle} icon={<IconHourglass aria-hidden="true" />}>
      <Stack gap={4}>
        {run.reason && <Text size="sm">{textOf(run.reason)}</Text>}
        {waitsFor.length === 0 ? (
          !run.reason && <Text size="sm">{texts.waitsNobody}</Text>
        ) : (
          <>
            <Text size="sm">{texts.waitsFor}</Text>
            <ul className={classes.files}>
              {waitsFor.map(({ id, batchCode }) => (
                <li key={id}>
                  <AnchorLink to={paths.run(id)} size="sm">
                    {batchCode} – {texts.runNumber(String(id))}
                  </AnchorLink>
                </li>
              ))}
            </ul>
          </>
        )}
      </Stack>
    </Alert>
  )
}

function Abnormal({ page }: { readonly page: RunPageData }) {
  const texts = useTexts(runTexts)
  const dates = useDates()
  const { run, habit } = page
  const now = useSecond(run.state === 'running')
  if (run.startedAt === null || habit === null) return null
  const end = run.endedAt === null ? now : Date.parse(run.endedAt)
  return (
    <Alert color="orange" icon={<IconClock aria-hidden="true" />}>
      {texts.abnormal(
        dates.duration(end - Date.parse(run.startedAt)),
        dates.duration(habit.medianSeconds * 1_000),
      )}
    </Alert>
  )
}
