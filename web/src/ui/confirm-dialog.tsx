import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTexts } from '../lib/texts.ts'
import { rescueFocus } from './focus-rescue.ts'
import { ProblemAlert } from './problem-alert.tsx'
import { uiTexts } from './texts.ts'

interface Props {
  readonly opened: boolean
  readonly title: string
  /** The question, and what « Oui » will do. */
  readonly children: ReactNode
  readonly onConfirm: () => void
  readonly onClose: () => void
  /** « Non » and « Oui » unless better words exist for the act. */
  readonly confirmLabel?: string
  readonly cancelLabel?: string
  /** What destroys is red. */
  readonly danger?: boolean
  /** To be typed before « Oui » may be pressed: a batch's code, a login. */
  readonly typedCode?: string | undefined
  readonly loading?: boolean
  /** Why the last attempt failed; the dialog stays open. */
  readonly error?: unknown
}

/** A question before an act. « Non » on the left, « Oui » on the right; Escape means no; focus returns where it was. */
export function ConfirmDialog(props: Props) {
  const texts = useTexts(uiTexts)
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': texts.close }}
      onExitTransitionEnd={() => rescueFocus()}
      centered
    >
      <Question {...props} />
    </Modal>
  )
}

function Question(props: Props) {
  const texts = useTexts(uiTexts)
  const [typed, setTyped] = useState('')
  const allowed = props.typedCode === undefined || typed.trim() === props.typedCode
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (allowed) props.onConfirm()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <div>{props.children}</div>
        {props.typedCode !== undefined && (
          <TextInput
            label={texts.typeCode(props.typedCode)}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        <ProblemAlert error={props.error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={props.onClose} type="button">
            {props.cancelLabel ?? texts.no}
          </Button>
          <Button
            type="submit"
            {...(props.danger ? { color: 'red' } : {})}
            disabled={!allowed}
            loading={props.loading ?? false}
            data-autofocus={props.typedCode === undefined && !props.danger ? true : undefined}
          >
            {props.confirmLabel ?? texts.yes}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
