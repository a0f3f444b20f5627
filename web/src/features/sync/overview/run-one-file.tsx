import { Select } from '@mantine/core'
import { useNavigate, useSearchParams } from 'react-router'
import { apiUrl } from '../../../lib/api-client.ts'
import { paths } from '../../../lib/paths.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { Section } from '../../../ui/section.tsx'
import type { ToolSummary } from '../calls/tools-query.ts'
import { syncTexts } from '../texts.ts'

/** Somebody wants to run a file of the file manager whose name says no tool: which one? */
export function RunOneFile({ tools }: { readonly tools: readonly ToolSummary[] }) {
  const texts = useTexts(syncTexts)
  const textOf = useTextOf()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const file = search.get('file')
  if (file === null) return null
  return (
    <Section title={texts.whichTool(file)}>
      <Select
        label={texts.tool}
        placeholder={texts.chooseTool}
        data={tools.map(({ tool, label }) => ({ value: tool, label: textOf(label) }))}
        value={null}
        onChange={(tool) => {
          if (tool)
            void navigate(apiUrl(paths.syncTool(tool), { shelf: search.get('shelf') ?? 'commands', file }))
        }}
        searchable
        maw={420}
      />
    </Section>
  )
}
