import { Alert } from '@mantine/core'
import { isProblem } from '../lib/api-problem.ts'
import { useTexts } from '../lib/texts.ts'
import { problemWords } from './problem-words.ts'
import { uiTexts } from './texts.ts'

interface Props {
  /** Nothing is drawn while there is none. */
  readonly error: unknown
  /** Paths of fields that show their own message, and need not be told again here. */
  readonly fields?: readonly string[]
}

/** The failure of a form or an action, above its buttons. Faults that no field shows are listed. */
export function ProblemAlert({ error, fields = [] }: Props) {
  const texts = useTexts(uiTexts)
  if (!error) return null
  const words = problemWords(error, texts)
  const others = isProblem(error) ? error.errors.filter((fault) => !fields.includes(fault.path)) : []
  const lines = [
    ...(words.detail && words.detail !== words.title ? [words.detail] : []),
    ...others.map((fault) => fault.message),
  ]
  return (
    <Alert color="red" title={words.title} role="alert">
      {lines.length > 0 && lines.map((line) => <div key={line}>{line}</div>)}
    </Alert>
  )
}
