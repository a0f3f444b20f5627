import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../confirm-dialog.tsx'
import { usePlanWords, writes } from '../exchange/plan-words.ts'
import { useLoadOffice } from './load-office.ts'
import { type LoadReport, useApplyLoad } from './report-query.ts'
import { loadTexts } from './texts.ts'

/** « Charger : 12 créations, 3 mises à jour », below a simulation whose file is still there. */
export function LoadNow({ report }: { readonly report: LoadReport }) {
  const texts = useTexts(loadTexts)
  const office = useLoadOffice()
  const navigate = useNavigate()
  const plan = usePlanWords()(report.tally)
  const apply = useApplyLoad(String(report.runId))
  const [asked, setAsked] = useState(false)
  if (!report.actions.load) return null
  if (writes(report.tally) === 0) return <Button disabled>{texts.loadNothing}</Button>
  return (
    <>
      <Button onClick={() => setAsked(true)}>{texts.load(plan)}</Button>
      <ConfirmDialog
        opened={asked}
        title={texts.loadTitle}
        confirmLabel={texts.load(plan)}
        loading={apply.isPending}
        error={apply.error}
        onClose={() => setAsked(false)}
        onConfirm={() =>
          apply.mutate(undefined, {
            onSuccess: ({ runId }) => void navigate(office.report(runId)),
          })
        }
      >
        <Text>{texts.loadQuestion}</Text>
      </ConfirmDialog>
    </>
  )
}
