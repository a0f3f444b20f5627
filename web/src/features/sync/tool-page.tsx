import { Breadcrumbs, Button, Stack, Text } from '@mantine/core'
import { Link, useParams } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { SettingRow } from '../../ui/setting/setting-row.tsx'
import { type ToolPage as Tool, useTool } from './calls/tool-query.ts'
import { ColumnsSection } from './columns-section.tsx'
import { PostTreatmentsSection } from './post-treatments-section.tsx'
import { RecentReports } from './recent-reports.tsx'
import { RunSection } from './run/run-section.tsx'
import { syncTexts } from './texts.ts'
import classes from './trail.module.css'

/** One tool's control page: its file, simulation, run, last reports and settings. */
export function ToolPage() {
  const { tool = '' } = useParams()
  const texts = useTexts(syncTexts)
  const textOf = useTextOf()
  const { data, error, refetch } = useTool(tool)
  return (
    <>
      <PageHeader
        title={data ? textOf(data.label) : texts.tool}
        description={data ? textOf(data.description) : ' '}
        breadcrumbs={
          <Breadcrumbs classNames={{ breadcrumb: classes.trail }}>
            <AnchorLink to={paths.sync()}>{texts.title}</AnchorLink>
            <Text c="dimmed">{data ? textOf(data.label) : tool}</Text>
          </Breadcrumbs>
        }
        actions={data && <Generator tool={data.tool} />}
      />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Content key={tool} tool={data} />
      ) : (
        <LoadingRows rows={10} height={64} />
      )}
    </>
  )
}

/** Two tools have a page that puts their file together. */
function Generator({ tool }: { readonly tool: string }) {
  const texts = useTexts(syncTexts)
  const kind = tool === 'courses-delete' ? 'delete' : tool === 'courses-reset' ? 'reset' : null
  if (kind === null) return null
  return (
    <Button component={Link} to={paths.courseFile(kind)} variant="default">
      {texts.generateFile}
    </Button>
  )
}

function Content({ tool }: { readonly tool: Tool }) {
  const texts = useTexts(syncTexts)
  return (
    <Stack gap="lg">
      <RunSection tool={tool} />
      <RecentReports tool={tool.tool} />
      {tool.settings.length > 0 && (
        <Section
          title={texts.settings}
          description={
            <>
              {texts.settingsMore}{' '}
              <AnchorLink to={paths.sync()} underline="always">
                {texts.sharedSettings}
              </AnchorLink>
            </>
          }
        >
          <div>
            {tool.settings.map((setting) => (
              <SettingRow key={`${setting.key} ${setting.changedAt}`} setting={setting} />
            ))}
          </div>
        </Section>
      )}
      <PostTreatmentsSection tool={tool} />
      <ColumnsSection tool={tool} />
    </Stack>
  )
}
