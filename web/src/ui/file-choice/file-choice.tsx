import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { type DragEvent, useEffect, useId, useRef, useState } from 'react'
import { useDates } from '../../lib/dates.ts'
import { type Sending, sendFile } from '../../lib/send-file.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import classes from './file-choice.module.css'
import { fileChoiceTexts } from './texts.ts'

interface Props<T> {
  /** Where it is sent; the answer (201) is handed to `onReceived`. */
  readonly path: string
  /** What to choose, in a sentence. */
  readonly question: string
  /** As the browser's file dialog takes it. */
  readonly accept: string
  readonly onReceived: (answer: T) => void
}

/** A place to drop a file, a button to choose one; then the sending with its progress. */
export function FileChoice<T>({ path, question, accept, onReceived }: Props<T>) {
  const texts = useTexts(fileChoiceTexts)
  const { sending, error, send, cancel } = useSending(path, onReceived)
  const [several, setSeveral] = useState(false)
  const choose = (files: FileList | null) => {
    const file = files?.[0]
    if (!file) return
    setSeveral((files?.length ?? 0) > 1)
    send(file)
  }
  return (
    <Stack gap="sm">
      {sending ? (
        <Progression name={sending.name} share={sending.share} onCancel={cancel} />
      ) : (
        <DropZone question={question} accept={accept} onFiles={choose} />
      )}
      {several && (
        <Text size="sm" c="dimmed">
          {texts.oneFile}
        </Text>
      )}
      <ProblemAlert error={error} />
    </Stack>
  )
}

interface DropZoneProps {
  readonly question: string
  readonly accept: string
  readonly onFiles: (files: FileList | null) => void
}

function DropZone({ question, accept, onFiles }: DropZoneProps) {
  const texts = useTexts(fileChoiceTexts)
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const labelId = useId()
  const hold = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  return (
    <fieldset
      className={classes.zone}
      data-over={over || undefined}
      aria-labelledby={labelId}
      onDragEnter={hold}
      onDragOver={hold}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        onFiles(event.dataTransfer.files)
      }}
    >
      <IconFileUpload size={36} stroke={1.5} className={classes.icon} aria-hidden="true" />
      <Text id={labelId} ta="center" maw="48ch">
        {question}
      </Text>
      <Group gap="sm" justify="center">
        <Button variant="default" onClick={() => input.current?.click()}>
          {texts.chooseFile}
        </Button>
        <Text size="sm" c="dimmed">
          {over ? texts.dropNow : texts.drop}
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {texts.noFile}
      </Text>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={texts.chooseFile}
        tabIndex={-1}
        className={classes.input}
        onChange={(event) => {
          onFiles(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
      />
    </fieldset>
  )
}

interface ProgressionProps {
  readonly name: string
  readonly share: number
  readonly onCancel: () => void
}

function Progression({ name, share, onCancel }: ProgressionProps) {
  const texts = useTexts(fileChoiceTexts)
  const dates = useDates()
  return (
    <div className={classes.zone}>
      <Text ta="center" className={classes.name ?? ''}>
        {texts.sending(name)}
      </Text>
      <Progress
        value={share * 100}
        size="lg"
        w="100%"
        maw={480}
        animated={share >= 1}
        aria-label={texts.sending(name)}
      />
      <Text size="sm" c="dimmed">
        {share >= 1 ? texts.reading : texts.sendingShare(dates.percent(Math.floor(share * 100) / 100))}
      </Text>
      <Button variant="default" size="xs" onClick={onCancel}>
        {texts.cancelSending}
      </Button>
    </div>
  )
}

/** One file on its way at a time; leaving the page gives it up. */
function useSending<T>(path: string, onReceived: (answer: T) => void) {
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const current = useRef<Sending<T>>(undefined)
  useEffect(() => () => current.current?.cancel(), [])
  const send = (file: File) => {
    setError(null)
    setSending({ name: file.name, share: 0 })
    const own = sendFile<T>(path, file, (share) => setSending({ name: file.name, share }))
    current.current = own
    own.result.then(
      (answer) => {
        setSending(null)
        onReceived(answer)
      },
      (failure: unknown) => {
        setSending(null)
        if (!(failure instanceof DOMException && failure.name === 'AbortError')) setError(failure)
      },
    )
  }
  return { sending, error, send, cancel: () => current.current?.cancel() }
}
