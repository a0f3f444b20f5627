import { Alert, Button, Stack } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import type { ReferenceTableList } from '../../../../src/api/schemas/admissions-reference-tables.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { useTestSource } from './calls/tables-query.ts'
import { referenceTablesTexts } from './texts.ts'

/** Where the tables come from, and whether that answers. */
export function SourceSection({ list }: { readonly list: ReferenceTableList }) {
  const texts = useTexts(referenceTablesTexts)
  const operator = useMay()('admissions', 'operator')
  const test = useTestSource()
  const { sisKind, source, version } = list
  return (
    <Section
      title={texts.source}
      actions={
        operator &&
        source !== null && (
          <Button
            variant="default"
            leftSection={<IconPlugConnected size={18} aria-hidden="true" />}
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            {texts.testSource}
          </Button>
        )
      }
    >
      <Stack gap="md">
        <KeyValueList
          items={[
            { label: texts.system, value: texts.systems[sisKind] },
            {
              label: texts.source,
              value: source === null ? texts.none : `${texts.sources[source.type]} · ${source.place}`,
            },
            {
              label: texts.version,
              value:
                version === null ? (
                  texts.unknown
                ) : (
                  <>
                    {version.text} · <DateTime at={version.at} seconds={false} />
                  </>
                ),
            },
          ]}
        />
        {source === null && (
          <Alert color="orange" title={texts.noSource}>
            {texts.noSourceMore}
          </Alert>
        )}
        <div aria-live="polite">
          {test.data?.ok && <Alert color="green">{texts.answers(test.data.version)}</Alert>}
          {test.data?.ok === false && (
            <Alert color="red" title={texts.silent}>
              {test.data.error}
            </Alert>
          )}
        </div>
        <ProblemAlert error={test.error} />
      </Stack>
    </Section>
  )
}
