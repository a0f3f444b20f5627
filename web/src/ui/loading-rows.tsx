import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { useTexts } from '../lib/texts.ts'
import { uiTexts } from './texts.ts'

interface Props {
  readonly rows?: number
  /** Height of a row of what is awaited, so that nothing jumps when it comes. */
  readonly height?: number
}

/** The place of a list that is on its way. */
export function LoadingRows({ rows = 6, height = 44 }: Props) {
  const { loading } = useTexts(uiTexts)
  return (
    <Stack gap={8} role="status" aria-busy="true">
      <VisuallyHidden>{loading}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height - 8} radius="sm" />
      ))}
    </Stack>
  )
}
