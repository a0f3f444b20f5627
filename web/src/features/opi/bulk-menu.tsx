import { Button, Menu, Text } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { tell } from '../../ui/tell.ts'
import { useBulkOpi } from './calls/opi-acts.ts'
import { useBulkPreview } from './calls/opi-queries.ts'
import { opiTexts } from './texts.ts'

/** « Recharger » and « annuler »: what concerns the whole campaign, counted first, confirmed by typing its code. */
export function BulkMenu({ campaign }: { readonly campaign: string }) {
  const texts = useTexts(opiTexts)
  const [act, setAct] = useState<'reload' | 'cancel' | null>(null)
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden="true" />}>
            {texts.all}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAct('reload')}>{texts.reload}…</Menu.Item>
          <Menu.Item color="red" onClick={() => setAct('cancel')}>
            {texts.cancel}…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Confirmation act={act} campaign={campaign} onClose={() => setAct(null)} />
    </>
  )
}

interface ConfirmationProps {
  readonly act: 'reload' | 'cancel' | null
  readonly campaign: string
  readonly onClose: () => void
}

function Confirmation({ act, campaign, onClose }: ConfirmationProps) {
  const texts = useTexts(opiTexts)
  const dates = useDates()
  const bulk = useBulkOpi()
  const preview = useBulkPreview(act !== null)
  const count = act === null ? undefined : preview.data?.[act]
  const question = act === 'cancel' ? texts.cancelQuestion : texts.reloadQuestion
  return (
    <ConfirmDialog
      opened={act !== null}
      title={act === 'cancel' ? texts.cancelTitle : texts.reloadTitle}
      confirmLabel={act === 'cancel' ? texts.cancel : texts.reload}
      cancelLabel={texts.keep}
      danger={act === 'cancel'}
      typedCode={campaign}
      loading={bulk.isPending || (count === undefined && preview.error === null)}
      error={bulk.error ?? preview.error}
      onClose={onClose}
      onConfirm={() =>
        act !== null &&
        bulk.mutate(
          { act, confirm: campaign },
          {
            onSuccess: ({ applications }) => {
              tell(texts.bulkDone(dates.number(applications)))
              onClose()
            },
          },
        )
      }
    >
      <Text>
        {count === undefined
          ? texts.counting
          : question(dates.number(count.applications), dates.number(count.candidates))}
      </Text>
    </ConfirmDialog>
  )
}
