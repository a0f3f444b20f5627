import { Drawer } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { uiTexts } from '../../ui/texts.ts'
import { type FollowUp, useFollowUp } from './calls/follow-ups-query.ts'
import { EditFollowUp } from './edit-follow-up.tsx'
import { NewFollowUpForm } from './new-follow-up.tsx'
import { followUpTexts } from './texts.ts'

interface Props {
  /** One to look at and change, a new one, or nothing. */
  readonly opened: FollowUp | 'new' | null
  readonly onClose: () => void
}

export function FollowUpWindow({ opened, onClose }: Props) {
  const texts = useTexts(followUpTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Drawer
      opened={opened !== null}
      onClose={onClose}
      title={opened === 'new' ? texts.addTitle : texts.editTitle}
      position="right"
      size="lg"
      closeButtonProps={{ 'aria-label': close }}
    >
      {opened === 'new' && <NewFollowUpForm onClose={onClose} />}
      {opened !== null && opened !== 'new' && <Loaded id={opened.id} onClose={onClose} />}
    </Drawer>
  )
}

function Loaded({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const { data, error, refetch } = useFollowUp(id)
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingRows rows={6} />
  // Written anew when the follow-up has changed elsewhere: a form must not show what is no longer.
  return <EditFollowUp key={data.version} followUp={data} onClose={onClose} />
}
