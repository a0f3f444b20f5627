import { Button, Group, Paper, Stack, Text, UnstyledButton } from '@mantine/core'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { useRetryOpi } from './calls/opi-acts.ts'
import type { OpiSummary } from './calls/opi-queries.ts'
import { useCauseWords } from './cause-words.ts'
import { opiTexts } from './texts.ts'

interface Props {
  readonly causes: OpiSummary['causes']
  readonly chosen: string
  readonly onChoose: (cause: string) => void
}

/** What stands in the way, most frequent first, with what to do: whoever has done it tries all of them again at once. */
export function CauseList({ causes, chosen, onChoose }: Props) {
  const texts = useTexts(opiTexts)
  const words = useCauseWords()
  const operator = useMay()('admissions', 'operator')
  const retry = useRetryOpi()
  if (causes.length === 0) return null
  return (
    <Section title={texts.causes}>
      <Stack gap="xs">
        {causes.map(({ cause, count }) => {
          const { title, todo } = words(cause)
          return (
            <Paper key={cause} withBorder p="sm" radius="md">
              <Group justify="space-between" gap="md">
                <UnstyledButton
                  onClick={() => onChoose(chosen === cause ? '' : cause)}
                  aria-pressed={chosen === cause}
                  style={{ flex: '1 1 16rem', minWidth: 0 }}
                >
                  <Text size="sm" fw={600}>
                    {count} · {title}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {todo}
                  </Text>
                </UnstyledButton>
                {operator && (
                  <Button
                    size="xs"
                    variant={chosen === cause ? 'filled' : 'default'}
                    aria-label={`${texts.retryCause(count)} : ${title}`}
                    loading={retry.isPending && 'cause' in retry.variables && retry.variables.cause === cause}
                    onClick={() =>
                      retry.mutate(
                        { cause },
                        {
                          onSuccess: ({ retried }) => {
                            tell(texts.retried(retried))
                            onChoose('')
                          },
                        },
                      )
                    }
                  >
                    {texts.retryCause(count)}
                  </Button>
                )}
              </Group>
            </Paper>
          )
        })}
        <ProblemAlert error={retry.error} />
      </Stack>
    </Section>
  )
}
