import { Badge } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { accountsTexts } from './texts.ts'

/** Beside the name of who has the medical right: it belongs to no application's column. */
export function MedicalMark() {
  const texts = useTexts(accountsTexts)
  return (
    <Badge variant="light" size="sm">
      {texts.medical}
    </Badge>
  )
}
