import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { LaunchDialog } from './launch-dialog.tsx'

export type LaunchAct = 'launch' | 'cancel' | 'stop'

interface Props {
  readonly batch: Batch | undefined
  /** Null: nothing is asked. */
  readonly act: LaunchAct | null
  readonly onClose: () => void
}

/** The question that an act on a batch asks, if any; the dialogs stay mounted so that closing gives the focus back. */
export function LaunchOrCancel({ batch, act, onClose }: Props) {
  if (!batch) return null
  return (
    <>
      <LaunchDialog batch={batch} opened={act === 'launch'} onClose={onClose} />
      <CancelDialog
        batch={batch}
        opened={act === 'cancel' || act === 'stop'}
        what={act === 'stop' ? 'run' : 'request'}
        onClose={onClose}
      />
    </>
  )
}
