import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core'
import type { AuditVerification } from '../../../../src/api/schemas/audit.ts'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Section } from '../../ui/section.tsx'
import { auditTexts } from './texts.ts'
import { useVerifyAudit } from './verify-audit.ts'

/** Whether the log is what was written. */
export function ChainSection() {
  const texts = useTexts(auditTexts)
  const verify = useVerifyAudit()
  return (
    <Section
      title={texts.chain}
      description={texts.chainHint}
      actions={
        <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
          {texts.verify}
        </Button>
      }
    >
      <div role="status">{verify.data && <Verdict verification={verify.data} />}</div>
      {verify.error && <ErrorState error={verify.error} />}
    </Section>
  )
}

function Verdict({ verification }: { verification: AuditVerification }) {
  const texts = useTexts(auditTexts)
  const dates = useDates()
  if (!verification.ok) {
    return (
      <Alert color="red" title={texts.broken(verification.brokenAt ?? 0)}>
        {texts.brokenHint}
      </Alert>
    )
  }
  return (
    <Stack gap="sm">
      <Alert color="green">{texts.whole(dates.number(verification.entries))}</Alert>
      {verification.lastHash && (
        <div>
          <Text size="sm">{texts.lastHash}</Text>
          <Text size="sm" c="dimmed">
            {texts.lastHashHint}
          </Text>
          <Group gap="sm" mt={4}>
            <Code style={{ overflowWrap: 'anywhere' }}>{verification.lastHash}</Code>
            <CopyButton value={verification.lastHash} label={texts.copyHash} />
          </Group>
        </div>
      )}
    </Stack>
  )
}
