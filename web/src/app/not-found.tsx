import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../lib/paths.ts'
import { useTexts } from '../lib/texts.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { appTexts } from './texts.ts'

export function NotFound() {
  const texts = useTexts(appTexts)
  return (
    <>
      <PageHeader title={texts.notFoundTitle} />
      <EmptyState
        title={texts.notFoundDetail}
        action={
          <Button component={Link} to={paths.night()} variant="default">
            {texts.backHome}
          </Button>
        }
      />
    </>
  )
}
