import { Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FileChoice } from '../../ui/file-choice/file-choice.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { BasketTable } from './basket-table.tsx'
import { BasketsSection } from './baskets-section.tsx'
import { type ScanFile, useBasket } from './calls/basket-query.ts'
import { scanBasketTexts } from './texts.ts'

/** One's own basket: documents on their way into students' records. */
export function ScanBasketPage() {
  const texts = useTexts(scanBasketTexts)
  const may = useMay()
  const client = useQueryClient()
  return (
    <>
      <PageHeader
        title={texts.title}
        description={texts.description}
        breadcrumbs={<AnchorLink to={paths.consultations()}>{texts.consultations}</AnchorLink>}
      />
      <Stack gap="lg">
        <Section title={texts.own}>
          <Stack gap="md">
            <FileChoice<ScanFile>
              path="/api/health/scan-files"
              question={texts.question}
              accept=".pdf,.jpg,.jpeg,.png,.tif,.tiff,application/pdf,image/jpeg,image/png,image/tiff"
              onReceived={() => {
                tell(texts.received)
                void client.invalidateQueries({ queryKey: ['scan-basket'] })
              }}
            />
            <OwnBasket />
          </Stack>
        </Section>
        {may('health', 'operator') && <BasketsSection />}
      </Stack>
    </>
  )
}

function OwnBasket() {
  const texts = useTexts(scanBasketTexts)
  const found = useBasket()
  if (found.error && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <LoadingRows rows={4} />
  const files = found.data.pages.flatMap((page) => page.items)
  if (files.length === 0) return <EmptyState title={texts.empty}>{texts.emptyMore}</EmptyState>
  return (
    <Stack gap="md">
      <BasketTable files={files} busy={found.isPlaceholderData} />
      <MoreButton of={found}>{texts.more}</MoreButton>
    </Stack>
  )
}
