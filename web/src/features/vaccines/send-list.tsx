import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { FileChoice } from '../../ui/file-choice/file-choice.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { vaccineTexts } from './texts.ts'

/** A list from this machine, imported at once; the page of the run tells how it goes. */
export function SendList() {
  const texts = useTexts(vaccineTexts)
  const client = useQueryClient()
  const navigate = useNavigate()
  return (
    <Section title={texts.sendTitle} description={texts.sendMore}>
      <FileChoice<{ readonly runId: number }>
        path="/api/health/vaccines/list"
        question={texts.question}
        accept=".json,application/json"
        onReceived={({ runId }) => {
          tell(texts.sent)
          void client.invalidateQueries({ queryKey: ['runs'] })
          void navigate(paths.run(runId))
        }}
      />
    </Section>
  )
}
