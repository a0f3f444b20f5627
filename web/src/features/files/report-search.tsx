import { Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { DownloadLink } from '../../ui/download-link.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { contentUrl } from './calls/files-query.ts'
import { useReportSearch } from './calls/search-query.ts'
import { filesTexts } from './texts.ts'

/** Where was this user, this course? Looks through the stored reports. */
export function ReportSearch() {
  const texts = useTexts(filesTexts)
  const dates = useDates()
  const [text, setText] = useState('')
  const [wanted] = useDebouncedValue(text, 300)
  const { data, error, isFetching } = useReportSearch(wanted)
  return (
    <Section title={texts.searchReports}>
      <Stack gap="sm">
        <TextInput
          type="search"
          aria-label={texts.searchReports}
          placeholder={texts.searchReportsHint}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maw={420}
        />
        <ProblemAlert error={error} />
        <div role="status" aria-busy={isFetching}>
          {data && data.items.length === 0 && <Text c="dimmed">{texts.noneFound}</Text>}
          {data?.items.map(({ file, lines }) => (
            <div key={file.name}>
              <DownloadLink href={contentUrl(file)}>{file.name}</DownloadLink>
              <ul style={{ margin: '0 0 0.75rem', paddingLeft: '1.1rem' }}>
                {lines.map((line) => (
                  <li key={line.line}>
                    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                      <Text span inherit c="dimmed">
                        {dates.number(line.line)}
                      </Text>{' '}
                      {line.text}
                    </Text>
                  </li>
                ))}
              </ul>
            </div>
          ))}
          {data?.cut && (
            <Text size="sm" c="dimmed">
              {texts.searchCut}
            </Text>
          )}
        </div>
      </Stack>
    </Section>
  )
}
