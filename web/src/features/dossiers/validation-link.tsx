import { Alert, Button, Code, Group } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { useState } from 'react'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { tell } from '../../ui/tell.ts'
import { useValidationLink } from './calls/dossier-acts.ts'
import { dossiersTexts } from './texts.ts'

/** A new one-time link for the candidate; shown where no mail takes it to them. */
export function ValidationLink({ accountId }: { readonly accountId: number }) {
  const texts = useTexts(dossiersTexts)
  const [asked, setAsked] = useState(false)
  const link = useValidationLink()
  const shown = link.data !== undefined && !link.data.mailed
  const close = () => {
    setAsked(false)
    link.reset()
  }
  const make = () =>
    link.mutate(accountId, {
      onSuccess: ({ mailed }) => {
        if (!mailed) return
        tell(texts.linkMailed)
        close()
      },
    })
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconLink size={18} aria-hidden="true" />}
        onClick={() => setAsked(true)}
      >
        {texts.link}
      </Button>
      <ConfirmDialog
        opened={asked}
        title={texts.linkTitle}
        confirmLabel={texts.linkMake}
        cancelLabel={texts.keep}
        loading={link.isPending}
        error={link.error}
        onClose={close}
        onConfirm={make}
      >
        {shown ? (
          <Alert color="orange">
            {texts.linkShown}
            <Group gap="xs" mt="xs">
              <Code style={{ overflowWrap: 'anywhere' }}>{link.data.url}</Code>
              <CopyButton value={link.data.url} />
            </Group>
          </Alert>
        ) : (
          texts.linkQuestion
        )}
      </ConfirmDialog>
    </>
  )
}
