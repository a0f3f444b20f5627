import { Group, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { Section } from '../../ui/section.tsx'
import { NightList } from './night-list.tsx'
import type { Night } from './night-query.ts'
import { NightTable } from './night-table.tsx'
import { nightTexts } from './texts.ts'
import { Timeline } from './timeline/timeline.tsx'

/** What ran and when: lanes on a wide screen, a list on a narrow one, a table for who prefers it. */
export function Course({ night }: { readonly night: Night }) {
  const texts = useTexts(nightTexts)
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const [{ view, hours }, setView] = useUrlState({ view: 'lanes', hours: 'busy' })
  const asTable = view === 'table'
  return (
    <Section
      title={texts.timeline}
      actions={
        <Group gap="xs">
          {!asTable && !narrow && (
            <SegmentedControl
              size="xs"
              aria-label={texts.zoom}
              data={[
                { value: 'busy', label: texts.zooms.busy },
                { value: 'all', label: texts.zooms.whole },
              ]}
              value={hours === 'all' ? 'all' : 'busy'}
              onChange={(value) => setView({ hours: value })}
            />
          )}
          <SegmentedControl
            size="xs"
            aria-label={texts.view}
            data={[
              { value: 'lanes', label: narrow ? texts.views.list : texts.views.lanes },
              { value: 'table', label: texts.views.table },
            ]}
            value={asTable ? 'table' : 'lanes'}
            onChange={(value) => setView({ view: value })}
          />
        </Group>
      }
    >
      {asTable ? (
        <NightTable night={night} />
      ) : narrow ? (
        <NightList night={night} />
      ) : (
        <Timeline night={night} whole={hours === 'all'} />
      )}
    </Section>
  )
}
