import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTexts } from '../lib/texts.ts'
import { uiTexts } from './texts.ts'

interface Props {
  readonly value: string
  /** « Copier » unless the thing deserves its name: « Copier le jeton ». */
  readonly label?: string
}

export function CopyButton({ value, label }: Props) {
  const texts = useTexts(uiTexts)
  const clipboard = useClipboard({ timeout: 2_000 })
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={
        clipboard.copied ? (
          <IconCheck size={14} aria-hidden="true" />
        ) : (
          <IconCopy size={14} aria-hidden="true" />
        )
      }
      onClick={() => clipboard.copy(value)}
    >
      <span aria-live="polite">{clipboard.copied ? texts.copied : (label ?? texts.copy)}</span>
    </Button>
  )
}
