import { Breadcrumbs, Stack } from '@mantine/core'
import { useState } from 'react'
import { useParams } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { type DuplicatePair, useGroup } from './calls/groups-query.ts'
import { ComparisonTable } from './comparison-table.tsx'
import { IgnoreWindow } from './ignore-window.tsx'
import { MergeWindow } from './merge-window.tsx'
import { PairsSection } from './pairs-section.tsx'
import { namesOf, recordName } from './person-names.ts'
import { duplicateTexts } from './texts.ts'
import { TierBadge } from './tier-badge.tsx'

/** What a person is doing with a pair. */
export type Act = { readonly what: 'ignore' | 'merge'; readonly pair: DuplicatePair } | null

/** The records of a group side by side, why they resemble each other, and what to do about it. */
export function DuplicateGroupPage() {
  const texts = useTexts(duplicateTexts)
  const { id = '' } = useParams()
  const group = useGroup(id)
  const [act, setAct] = useState<Act>(null)
  const breadcrumbs = (
    <Breadcrumbs>
      <AnchorLink to={paths.duplicates()}>{texts.breadcrumb}</AnchorLink>
    </Breadcrumbs>
  )
  if (!group.data)
    return (
      <>
        <PageHeader title={texts.title} breadcrumbs={breadcrumbs} />
        {group.error ? (
          <ErrorState error={group.error} onRetry={() => void group.refetch()} />
        ) : (
          <LoadingRows rows={10} height={40} />
        )}
      </>
    )
  const { records, pairs } = group.data
  const close = () => setAct(null)
  return (
    <>
      <PageHeader
        title={namesOf(records.map(recordName))}
        aside={pairs[0] && <TierBadge tier={pairs[0].tier} />}
        description={texts.recordsInGroup(records.length)}
        breadcrumbs={breadcrumbs}
      />
      <Stack gap="lg">
        <PairsSection group={group.data} onAct={setAct} acting={act !== null} />
        <ComparisonTable group={group.data} />
      </Stack>
      <IgnoreWindow pair={act?.what === 'ignore' ? act.pair : null} onClose={close} />
      <MergeWindow group={group.data} pair={act?.what === 'merge' ? act.pair : null} onClose={close} />
    </>
  )
}
