import { Alert, Stack } from '@mantine/core'
import { useTexts } from '../../../lib/texts.ts'
import { useUrlState } from '../../../lib/url-state.ts'
import { Section } from '../../../ui/section.tsx'
import type { ToolPage } from '../calls/tool-query.ts'
import { syncTexts } from '../texts.ts'
import { type Chosen, FileSelection } from './file-selection.tsx'
import { LaunchButtons } from './launch-buttons.tsx'
import { RunWatch } from './run-watch.tsx'

/** Choose a file, simulate it, run it; what came of it appears below. The address keeps the choice and the run. */
export function RunSection({ tool }: { readonly tool: ToolPage }) {
  const texts = useTexts(syncTexts)
  const [state, setState] = useUrlState({ shelf: 'commands', file: '', run: '' })
  const runId = /^\d{1,15}$/.test(state.run) ? Number(state.run) : null
  const chosen: Chosen | null =
    state.file === '' ? null : { shelf: state.shelf === 'retries' ? 'retries' : 'commands', name: state.file }
  const choose = (file: Chosen | null) =>
    setState({ shelf: file?.shelf ?? 'commands', file: file?.name ?? '', run: '' })
  if (!tool.actions.simulate) return <Alert color="gray">{texts.readerOnly}</Alert>
  return (
    <Section title={texts.runTitle}>
      <Stack gap="lg">
        <FileSelection tool={tool} chosen={chosen} onChoose={choose} />
        <LaunchButtons
          // Another file, another question.
          key={`${chosen?.shelf} ${chosen?.name}`}
          tool={tool}
          chosen={chosen}
          onAsked={(id) => setState({ run: String(id) }, 'push')}
        />
        {runId !== null && (
          <RunWatch
            key={runId}
            runId={runId}
            tool={tool}
            chosen={chosen}
            onAsked={(id) => setState({ run: String(id) }, 'push')}
            onAgain={() => setState({ shelf: 'commands', file: '', run: '' }, 'push')}
          />
        )}
      </Stack>
    </Section>
  )
}
