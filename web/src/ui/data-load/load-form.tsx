import { Checkbox, Group, Select, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { apiUrl } from '../../lib/api-client.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { DownloadLink } from '../download-link.tsx'
import { FileChoice } from '../file-choice/file-choice.tsx'
import { Section } from '../section.tsx'
import type { LoadKindDescription } from './kinds-query.ts'
import { useLoadOffice } from './load-office.ts'
import { loadTexts } from './texts.ts'

interface Props {
  readonly kinds: readonly LoadKindDescription[]
  readonly chosen: LoadKindDescription
  /** The visitor may send files. */
  readonly sends: boolean
  readonly onChoose: (kind: string) => void
}

/** What, which file, simulated or at once; then its report. */
export function LoadForm({ kinds, chosen, sends, onChoose }: Props) {
  const texts = useTexts(loadTexts)
  const textOf = useTextOf()
  const { application, report } = useLoadOffice()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [direct, setDirect] = useState(false)
  const what = textOf(chosen.label)
  return (
    <Section title={texts.newLoad} description={texts.newLoadMore}>
      <Stack gap="md">
        <Group align="flex-end" gap="lg">
          <Select
            label={texts.kind}
            data={kinds.map(({ kind, label }) => ({ value: kind, label: textOf(label) }))}
            value={chosen.kind}
            onChange={(kind) => kind !== null && onChoose(kind)}
            allowDeselect={false}
            w={{ base: '100%', xs: 320 }}
          />
          <DownloadLink href={`/api/${application}/load-kinds/${chosen.kind}/template`}>
            {texts.template}
          </DownloadLink>
        </Group>
        {sends && (
          <>
            <Checkbox
              label={texts.direct}
              checked={direct}
              onChange={(event) => setDirect(event.currentTarget.checked)}
            />
            <FileChoice<{ readonly runId: number }>
              key={`${chosen.kind} ${direct}`}
              path={apiUrl(`/api/${application}/loads`, { kind: chosen.kind, dryRun: !direct })}
              question={direct ? texts.questionDirect(what) : texts.question(what)}
              accept=".csv,.txt,text/csv,text/plain"
              onReceived={({ runId }) => {
                void client.invalidateQueries({ queryKey: ['data-loads', application] })
                void navigate(report(runId))
              }}
            />
          </>
        )}
      </Stack>
    </Section>
  )
}
