import { Button, SegmentedControl, Stack, Tabs } from '@mantine/core'
import { IconArrowsJoin, IconHistory } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { type DuplicateTier, type ListedPairState, useGroups } from './calls/groups-query.ts'
import { GroupsTable } from './groups-table.tsx'
import { duplicateTexts } from './texts.ts'

const tabs: readonly ListedPairState[] = ['new', 'later', 'ignored']
const tiers: readonly DuplicateTier[] = ['certain', 'probable', 'possible']

/** Gestion des doublons: groups of records that wait for somebody's decision. */
export function DuplicatesPage() {
  const texts = useTexts(duplicateTexts)
  const dates = useDates()
  const [state, setState] = useUrlState({ tab: 'new', tier: '' })
  const tab = tabs.find((one) => one === state.tab) ?? 'new'
  const tier = tiers.find((one) => one === state.tier) ?? null
  const groups = useGroups(tab, tier)
  const counts = groups.data?.pages[0]?.counts ?? []
  const pairs = (which: ListedPairState, of: DuplicateTier | null) =>
    counts
      .filter((one) => one.state === which && (of === null || one.tier === of))
      .reduce((sum, one) => sum + one.pairs, 0)
  const withCount = (label: string, count: number) =>
    count === 0 ? label : `${label} (${dates.number(count)})`
  return (
    <>
      <PageHeader
        title={texts.title}
        description={texts.description}
        actions={
          <Button
            component={Link}
            to={paths.merges()}
            variant="default"
            leftSection={<IconHistory size={18} aria-hidden="true" />}
          >
            {texts.journal}
          </Button>
        }
      />
      <Tabs
        value={tab}
        onChange={(value) => setState({ tab: value ?? 'new', tier: '' }, 'push')}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {withCount(texts.tabs[one], pairs(one, null))}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          <Stack gap="md">
            <SegmentedControl
              aria-label={texts.tierFilter}
              value={tier ?? ''}
              onChange={(value) => setState({ tier: value })}
              data={[
                { value: '', label: texts.allTiers },
                ...tiers.map((one) => ({
                  value: one,
                  label: withCount(texts.tiers[one], pairs(tab, one)),
                })),
              ]}
              style={{ alignSelf: 'flex-start', maxWidth: '100%', overflowX: 'auto' }}
            />
            <Groups tab={tab} tier={tier} groups={groups} />
          </Stack>
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

interface Props {
  readonly tab: ListedPairState
  readonly tier: DuplicateTier | null
  readonly groups: ReturnType<typeof useGroups>
}

function Groups({ tab, tier, groups }: Props) {
  const texts = useTexts(duplicateTexts)
  if (groups.error && !groups.data)
    return <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />
  if (!groups.data) return <LoadingRows rows={6} height={64} />
  const items = groups.data.pages.flatMap((page) => page.items)
  if (items.length === 0 && tier !== null)
    return <EmptyState title={texts.emptyTier}>{texts.emptyTierMore}</EmptyState>
  if (items.length === 0)
    return (
      <EmptyState
        title={texts.empty[tab]}
        icon={<IconArrowsJoin size={32} />}
        action={tab === 'new' && <AnchorLink to={paths.batch('DOUBLONS')}>DOUBLONS</AnchorLink>}
      >
        {texts.emptyMore[tab]}
      </EmptyState>
    )
  return (
    <>
      <GroupsTable groups={items} tab={tab} busy={groups.isPlaceholderData} />
      <MoreButton of={groups}>{texts.more}</MoreButton>
    </>
  )
}
