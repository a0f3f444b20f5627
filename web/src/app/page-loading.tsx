import { Center, Loader, VisuallyHidden } from '@mantine/core'
import { useTexts } from '../lib/texts.ts'
import { appTexts } from './texts.ts'

/** Between the first byte and the first page. */
export function PageLoading() {
  const { loadingPage } = useTexts(appTexts)
  return (
    <Center mih="100dvh" role="status">
      <Loader type="dots" />
      <VisuallyHidden>{loadingPage}</VisuallyHidden>
    </Center>
  )
}
