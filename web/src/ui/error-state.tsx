import { Button, Stack, Text } from '@mantine/core'
import { useTexts } from '../lib/texts.ts'
import classes from './notice.module.css'
import { problemWords } from './problem-words.ts'
import { uiTexts } from './texts.ts'

interface Props {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
}

/** In the place of what could not be had: what happened, and a way to try again. */
export function ErrorState({ error, onRetry }: Props) {
  const texts = useTexts(uiTexts)
  const words = problemWords(error, texts)
  return (
    <Stack className={`${classes.notice} ${classes.failure}`} align="center" gap="xs" role="alert">
      <Text fw={600} ta="center">
        {words.title}
      </Text>
      {words.detail && (
        <Text size="sm" maw="64ch" ta="center">
          {words.detail}
        </Text>
      )}
      {words.code && (
        <Text size="xs" c="dimmed">
          {texts.problemCode(words.code)}
        </Text>
      )}
      {onRetry && (
        <Button variant="default" size="xs" onClick={onRetry}>
          {texts.retry}
        </Button>
      )}
    </Stack>
  )
}
