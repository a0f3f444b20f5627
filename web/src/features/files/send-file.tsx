import { Checkbox, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiUrl } from '../../lib/api-client.ts'
import { useTexts } from '../../lib/texts.ts'
import { FileChoice } from '../../ui/file-choice/file-choice.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import type { StoredFile } from './calls/files-query.ts'
import { filesTexts } from './texts.ts'

/** A command file from this machine. One of the same name is replaced only if one says so; the old one is archived. */
export function SendFile({ files }: { readonly files: readonly StoredFile[] }) {
  const texts = useTexts(filesTexts)
  const client = useQueryClient()
  const [folder, setFolder] = useState('')
  const [replace, setReplace] = useState(false)
  const received = (file: StoredFile) => {
    tell(texts.sent(file.name))
    void client.invalidateQueries({ queryKey: ['sync-files'] })
  }
  return (
    <Section title={texts.send} description={texts.sendMore}>
      <Stack gap="md">
        <TextInput
          label={texts.folder}
          description={texts.folderMore}
          value={folder}
          onChange={(event) => setFolder(event.currentTarget.value)}
          maw={420}
          spellCheck={false}
          autoComplete="off"
        />
        {files.length > 0 && (
          <Checkbox
            label={texts.replace}
            checked={replace}
            onChange={(event) => setReplace(event.currentTarget.checked)}
          />
        )}
        <FileChoice<StoredFile>
          path={apiUrl('/api/learning/files', {
            folder: folder.trim(),
            onExisting: replace ? 'archive' : 'refuse',
          })}
          question={texts.sendQuestion}
          accept=".csv,.txt,.zip,.mbz,text/csv,text/plain,application/zip"
          onReceived={received}
        />
      </Stack>
    </Section>
  )
}
