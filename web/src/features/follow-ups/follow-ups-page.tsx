import { Button, Tabs } from '@mantine/core'
import { IconFileText, IconPlayerPlay } from '@tabler/icons-react'
import { Link } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { EditionsTab } from './editions-tab.tsx'
import { FollowUpsTab } from './follow-ups-tab.tsx'
import { SummaryFigures } from './summary-figures.tsx'
import { followUpTexts } from './texts.ts'

const tabs = ['follow-ups', 'editions'] as const

/** « 1311 - Gestion des relances »: who is to be called back, and what was printed for them. */
export function FollowUpsPage() {
  const texts = useTexts(followUpTexts)
  const operator = useMay()('health', 'operator')
  const [state, setState] = useUrlState({ tab: '' })
  // Readers may know what was printed, not whom it is about.
  const tab = tabs.find((one) => one === state.tab) ?? (operator ? 'follow-ups' : 'editions')
  return (
    <>
      <PageHeader
        title={texts.title}
        description={texts.description}
        actions={
          <>
            <Button
              component={Link}
              to={paths.letterTemplates()}
              variant="default"
              leftSection={<IconFileText size={16} aria-hidden="true" />}
            >
              {texts.templates}
            </Button>
            {operator &&
              (['LIS_REL', 'REL_COU'] as const).map((code) => (
                <Button
                  key={code}
                  component={Link}
                  to={paths.launch(code)}
                  variant="default"
                  leftSection={<IconPlayerPlay size={16} aria-hidden="true" />}
                >
                  {texts.batch(code)}
                </Button>
              ))}
          </>
        }
      />
      <SummaryFigures />
      <Tabs
        value={tab}
        onChange={(next) => setState({ tab: next ?? '' }, 'push')}
        keepMounted={false}
        mt="lg"
      >
        <Tabs.List aria-label={texts.tabs} mb="md">
          <Tabs.Tab value="follow-ups">{texts.followUpsTab}</Tabs.Tab>
          <Tabs.Tab value="editions">{texts.editionsTab}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="follow-ups">
          <FollowUpsTab operator={operator} />
        </Tabs.Panel>
        <Tabs.Panel value="editions">
          <EditionsTab operator={operator} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
