import { Alert } from '@mantine/core'
import { IconClockPause, IconTool } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Outlet, useLocation } from 'react-router'
import type { AdmissionsStatus } from '../../../../src/api/schemas/admissions-candidates.ts'
import { datesIn } from '../../lib/dates.ts'
import { useLocale } from '../../lib/locale.ts'
import { useTexts } from '../../lib/texts.ts'
import { LanguageChoice } from '../../ui/language-choice.tsx'
import { statusQuery } from './candidate-calls.ts'
import classes from './candidate-frame.module.css'
import { ClosedCard } from './closed-card.tsx'
import { candidateTexts } from './texts.ts'

/** Frame of the candidates' space, which is no page of the back-office: no menu, no session of it. */
export function CandidateFrame() {
  const texts = useTexts(candidateTexts)
  const { data: status } = useQuery(statusQuery)
  const entered = useEntered(status)
  return (
    <div className={classes.frame}>
      <div className={classes.band}>
        <header className={classes.header}>
          <span className={classes.brand}>
            <img src="/favicon.svg" width={32} height={32} alt="" />
            {texts.brand}
          </span>
          <LanguageChoice />
        </header>
      </div>
      <main className={classes.main}>
        <div role="status">{entered && status && <Warning status={status} />}</div>
        {entered || !status ? <Outlet /> : <ClosedCard message={status.message} />}
      </main>
    </div>
  )
}

/**
 * Whether one came in while the doors were open: who is on a page when they close keeps it, with all that was typed; the next
 * page, or the same one loaded again, is the maintenance page until they open.
 */
function useEntered(status: AdmissionsStatus | undefined): boolean {
  const { key } = useLocation()
  const [entered, setEntered] = useState<string | null>(null)
  if (status?.open && entered !== key) setEntered(key)
  return entered === key
}

function Warning({ status }: { status: AdmissionsStatus }) {
  const texts = useTexts(candidateTexts)
  const locale = useLocale()
  if (!status.open) {
    return (
      <Alert color="orange" icon={<IconTool aria-hidden="true" />} title={texts.closedNow} mb="lg">
        {status.message && <div>{status.message}</div>}
        <div>{texts.closedNowDetail}</div>
      </Alert>
    )
  }
  if (status.closesAt === null) return null
  const time = datesIn(locale, status.timeZone).minute(status.closesAt)
  return (
    <Alert color="yellow" icon={<IconClockPause aria-hidden="true" />} title={texts.closesSoon(time)} mb="lg">
      {texts.closesSoonDetail}
    </Alert>
  )
}
