import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Section } from '../../ui/section.tsx'
import { SettingRow } from '../../ui/setting/setting-row.tsx'
import type { ToolPage } from './calls/tool-query.ts'
import { postTreatmentTexts } from './post-treatment-texts.ts'

/** What follows the lines of this tool's files, where it has its own way over the settings of all tools. */
export function PostTreatmentsSection({ tool }: { readonly tool: ToolPage }) {
  const texts = useTexts(postTreatmentTexts)
  return (
    <Section
      title={texts.title}
      description={
        <>
          {texts.more}{' '}
          <AnchorLink to={paths.sync()} underline="always">
            {texts.general}
          </AnchorLink>
        </>
      }
    >
      <div>
        {tool.postTreatments.map((setting) => (
          <SettingRow key={`${setting.key} ${setting.changedAt}`} setting={setting} />
        ))}
      </div>
    </Section>
  )
}
