import { Alert, Paper, Stack, Text, Title } from '@mantine/core'
import type { MailPreviewQuestion } from '../../../../src/api/schemas/health-appointments.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { useMailPreview } from './calls/preview-query.ts'
import classes from './mail-preview-panel.module.css'
import { motiveTexts } from './texts.ts'

/** The mail as the student would read it, with what is wrong or missing. */
export function MailPreviewPanel(question: MailPreviewQuestion) {
  const texts = useTexts(motiveTexts)
  const { data, error } = useMailPreview(question)
  return (
    <Stack gap="sm" component="section" aria-label={texts.preview}>
      <div>
        <Title order={3}>{texts.preview}</Title>
        <Text size="sm" c="dimmed">
          {texts.previewHint}
        </Text>
      </div>
      <ProblemAlert error={error} />
      {data && data.faults.length > 0 && (
        <Alert color="red" role="alert">
          {data.faults.map(({ message }) => (
            <div key={message}>{message}</div>
          ))}
        </Alert>
      )}
      {data && (
        <Paper withBorder p="md" className={classes.letter ?? ''}>
          <KeyValueList
            items={[
              ...(data.from === null ? [] : [{ label: texts.previewFrom, value: data.from }]),
              { label: texts.previewTo, value: 'camille.testun@example.org' },
              { label: texts.previewSubject, value: <b>{data.subject ?? '…'}</b> },
            ]}
          />
          <div className={classes.text} aria-live="polite">
            {data.text ?? texts.previewTruncated}
          </div>
        </Paper>
      )}
      {data && data.omitted.length > 0 && (
        <div>
          <Text size="sm">{texts.omitted}</Text>
          <ul className={classes.omitted}>
            {data.omitted.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <Text size="sm" c="dimmed">
            {texts.omittedWhere}{' '}
            <AnchorLink to={paths.setting('health.appointments')}>{texts.settings}</AnchorLink>.
          </Text>
        </div>
      )}
    </Stack>
  )
}
