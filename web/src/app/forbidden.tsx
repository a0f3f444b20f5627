import { useTexts } from '../lib/texts.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { appTexts } from './texts.ts'

/** In the place of a page that the roles do not allow: an action is never refused without a word. */
export function Forbidden() {
  const texts = useTexts(appTexts)
  return (
    <>
      <PageHeader title={texts.forbiddenTitle} />
      <EmptyState title={texts.forbiddenDetail} />
    </>
  )
}
