import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { scanBasketPageTexts } from './scan-basket-page-texts.ts'

export function ScanBasketPage() {
  const t = useTexts(scanBasketPageTexts)
  return <PageHeader title={t.title} />
}
