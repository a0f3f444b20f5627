import { Button, Group, Stack, Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { WordBadge } from '../../ui/exchange/word-badge.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { useRelease } from './calls/dossier-acts.ts'
import type { Dossier } from './calls/dossier-query.ts'
import { dossiersTexts } from './texts.ts'

/** What failed of this dossier in batches, and « Réessayer ». */
export function FailuresSection({ failures }: { readonly failures: Dossier['failures'] }) {
  const texts = useTexts(dossiersTexts)
  const release = useRelease()
  if (failures.length === 0) return null
  return (
    <Section title={texts.failuresTitle} description={texts.failuresMore}>
      <Stack gap="sm">
        {failures.map(({ batch, unit, attempts, error, nextTry, quarantined, runId }) => (
          <Group key={`${batch} ${unit}`} justify="space-between" gap="sm">
            <div>
              <AnchorLink to={runId === null ? paths.batch(batch) : paths.run(runId)}>{batch}</AnchorLink>{' '}
              <WordBadge tone={quarantined ? 'failed' : 'review'}>
                {quarantined ? texts.setAside : texts.attempts(attempts)}
              </WordBadge>
              <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {error}
                {!quarantined && (
                  <>
                    {' · '}
                    {texts.nextTry} <DateTime at={nextTry} seconds={false} />
                  </>
                )}
              </Text>
            </div>
            <Button
              size="xs"
              variant="default"
              loading={release.isPending}
              onClick={() => release.mutate({ batch, unit }, { onSuccess: () => tell(texts.released) })}
            >
              {texts.release}
            </Button>
          </Group>
        ))}
        <ProblemAlert error={release.error} />
      </Stack>
    </Section>
  )
}
