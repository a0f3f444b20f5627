import { Button, Code, Group, Radio, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { StoredFile } from '../../../../../src/api/schemas/learning.ts'
import { apiUrl } from '../../../lib/api-client.ts'
import { useDates } from '../../../lib/dates.ts'
import { useTexts } from '../../../lib/texts.ts'
import { FileChoice } from '../../../ui/file-choice/file-choice.tsx'
import type { ToolPage } from '../calls/tool-query.ts'
import { syncTexts } from '../texts.ts'

/** A stored file that was chosen; none: the files that a planned run would take. */
export interface Chosen {
  readonly shelf: 'commands' | 'retries'
  readonly name: string
}

interface Props {
  readonly tool: ToolPage
  readonly chosen: Chosen | null
  readonly onChoose: (file: Chosen | null) => void
}

const configured = ''
const keyOf = (file: Chosen) => `${file.shelf}/${file.name}`

/** « Utiliser le fichier local », « Autres fichiers potentiels », or one sent from here. */
export function FileSelection({ tool, chosen, onChoose }: Props) {
  const texts = useTexts(syncTexts)
  const [sending, setSending] = useState(false)
  const client = useQueryClient()
  const { candidates } = tool
  const named = chosen !== null && !candidates.some(({ file }) => file.name === chosen.name)
  const received = (file: StoredFile) => {
    setSending(false)
    onChoose({ shelf: 'commands', name: file.name })
    void client.invalidateQueries({ queryKey: ['sync-tool', tool.tool] })
  }
  return (
    <Stack gap="md">
      <Radio.Group
        label={texts.fileToRun}
        value={chosen === null ? configured : keyOf(chosen)}
        onChange={(value) => onChoose(candidateOf(tool, chosen, value))}
      >
        <Stack gap="xs" mt="xs">
          <Radio
            value={configured}
            label={
              <>
                {texts.localFile} <Code>{tool.fileName}</Code>
              </>
            }
            description={<ConfiguredNow tool={tool} />}
          />
          {candidates.map(({ file, standing, takenAt }) => (
            <CandidateRadio key={file.name} file={file} standing={standing} takenAt={takenAt} />
          ))}
          {named && (
            <Radio
              value={keyOf(chosen)}
              label={<Code>{chosen.name}</Code>}
              description={chosen.shelf === 'retries' ? texts.fromRetries : texts.otherName}
            />
          )}
        </Stack>
      </Radio.Group>
      {sending ? (
        <Stack gap="xs">
          <FileChoice<StoredFile>
            path={apiUrl('/api/learning/files', { onExisting: 'archive' })}
            question={tool.archive ? texts.sendArchive : texts.sendQuestion}
            accept={tool.archive ? '.zip,application/zip' : '.csv,.txt,text/csv,text/plain'}
            onReceived={received}
          />
          <Text size="sm" c="dimmed">
            {texts.sendMore}
          </Text>
          <Group>
            <Button variant="subtle" size="xs" onClick={() => setSending(false)}>
              {texts.sendNot}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Group>
          <Button variant="default" size="xs" onClick={() => setSending(true)}>
            {texts.sendAFile}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function candidateOf(tool: ToolPage, chosen: Chosen | null, value: string): Chosen | null {
  if (value === configured) return null
  const found = tool.candidates.find(({ file }) => `commands/${file.name}` === value)
  return found ? { shelf: 'commands', name: found.file.name } : chosen
}

function ConfiguredNow({ tool }: { readonly tool: ToolPage }) {
  const texts = useTexts(syncTexts)
  const next = tool.candidates.filter(({ standing }) => standing !== 'other')
  return next.length === 0 ? texts.noFileNow : texts.wouldTake(next.map(({ file }) => file.name).join(', '))
}

function CandidateRadio({ file, standing, takenAt }: ToolPage['candidates'][number]) {
  const texts = useTexts(syncTexts)
  const dates = useDates()
  const facts = [
    dates.size(file.bytes),
    dates.dateMinute(file.modifiedAt),
    ...(standing === 'taken' && takenAt !== null ? [texts.takenAt(dates.dateMinute(takenAt))] : []),
  ]
  return (
    <Radio
      value={keyOf({ shelf: 'commands', name: file.name })}
      label={<Code>{file.name}</Code>}
      description={facts.join(' · ')}
    />
  )
}
