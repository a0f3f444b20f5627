import { Alert, Button, Code, Group, Modal, Stack, Text } from '@mantine/core'
import type { InvitationLink } from '../../../../src/api/schemas/accounts.ts'
import { useTexts } from '../../lib/texts.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { uiTexts } from '../../ui/texts.ts'
import { accountsTexts } from './texts.ts'

interface Props {
  readonly name: string
  readonly link: InvitationLink | null
  readonly onClose: () => void
}

/** A one-time link, to be handed over by whoever asked for it. A click outside does not lose it. */
export function LinkDialog({ name, link, onClose }: Props) {
  const texts = useTexts(accountsTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Modal
      opened={link !== null}
      onClose={onClose}
      closeOnClickOutside={false}
      title={texts.linkTitle}
      closeButtonProps={{ 'aria-label': close }}
      centered
    >
      {link && (
        <Stack gap="md">
          <Text>{texts.linkHint(name)}</Text>
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {link.url}
          </Code>
          <Alert color={link.mailed ? 'green' : 'orange'}>
            {link.mailed ? texts.linkMailed : texts.linkNotMailed}
          </Alert>
          <Text size="sm" c="dimmed">
            {texts.linkExpires} <DateTime at={link.expiresAt} seconds={false} />
          </Text>
          <Group justify="space-between">
            <CopyButton value={link.url} label={texts.copyLink} />
            <Button onClick={onClose}>{texts.done}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
