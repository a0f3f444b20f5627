import { Button, Group, Text } from '@mantine/core'
import { Link, useNavigate } from 'react-router'
import type { Run } from '../../../../../src/api/schemas/runs.ts'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import classes from './history.module.css'
import { HistoryCell } from './history-cell.tsx'
import type { RunColumn } from './run-columns.ts'
import { historyTexts } from './texts.ts'

interface Props {
  readonly label: string
  readonly runs: readonly Run[]
  readonly columns: readonly RunColumn[]
  /** The rows are those of other filters, until those asked for come. */
  readonly stale: boolean
}

/** Runs, newest first; a row opens its run, by mouse anywhere and by the link of its first cell. */
export function HistoryTable({ label, runs, columns, stale }: Props) {
  const texts = useTexts(historyTexts)
  const navigate = useNavigate()
  const [first, ...others] = columns
  return (
    <div className={classes.scroll}>
      <table
        className={`${classes.table} ${classes.runs}`}
        aria-label={label}
        aria-busy={stale}
        data-stale={stale || undefined}
      >
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" data-column={column}>
                {texts.headers[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr
              key={run.id}
              data-run={run.id}
              onClick={(event) => {
                const chosen = window.getSelection()?.toString()
                if (!chosen && !(event.target as HTMLElement).closest('a')) void navigate(paths.run(run.id))
              }}
            >
              <td data-column={first} data-label={first && texts.headers[first]}>
                <Link
                  to={paths.run(run.id)}
                  className={classes.open}
                  aria-label={openLabel(run, texts.openRun(String(run.id)))}
                >
                  {first && <HistoryCell run={run} column={first} />}
                </Link>
              </td>
              {others.map((column) => (
                <td key={column} data-column={column} data-label={texts.headers[column]}>
                  <HistoryCell run={run} column={column} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Names start with what is seen, so that one can say it to a machine that listens. */
function openLabel(run: Run, words: string): string {
  return `${run.stateCode} – ${words}`
}

interface MoreProps {
  readonly shown: number
  readonly hasMore: boolean
  readonly loading: boolean
  readonly onMore: () => void
}

export function OlderRuns({ shown, hasMore, loading, onMore }: MoreProps) {
  const texts = useTexts(historyTexts)
  const dates = useDates()
  return (
    <Group justify="space-between" mt="sm">
      <Text size="sm" c="dimmed" role="status">
        {texts.shown(shown, dates.number(shown))}
        {hasMore ? '' : `. ${texts.end}`}
      </Text>
      {hasMore && (
        <Button variant="default" size="sm" loading={loading} onClick={onMore}>
          {texts.older}
        </Button>
      )}
    </Group>
  )
}
