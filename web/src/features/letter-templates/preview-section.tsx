import { Alert, Button, Group, Select, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import type { LetterTemplate } from '../../../../src/api/schemas/health-letters.ts'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { type LetterPreview, type LetterSample, usePreviewPdf } from './calls/preview.ts'
import { LetterPicture } from './letter-picture.tsx'
import { letterTexts } from './texts.ts'

interface Props {
  readonly kind: string
  readonly content: LetterTemplate
  readonly sample: LetterSample
  readonly onSample: (sample: LetterSample) => void
  readonly preview: LetterPreview | undefined
  readonly error: unknown
  readonly onRetry: () => void
}

/** The letter as it would be printed, on a sample that one chooses. */
export function PreviewSection({ kind, content, sample, onSample, preview, error, onRetry }: Props) {
  const texts = useTexts(letterTexts)
  const [showWindow, setShowWindow] = useState(false)
  const pdf = usePreviewPdf(kind)
  return (
    <Section
      title={texts.preview}
      description={texts.previewNote}
      actions={
        <Button variant="default" loading={pdf.isPending} onClick={() => pdf.mutate({ content, sample })}>
          {texts.seePdf}
        </Button>
      }
    >
      <Group align="flex-end" gap="lg">
        <Select
          label={texts.sample}
          data={Object.entries(texts.samples).map(([value, label]) => ({ value, label }))}
          value={sample}
          onChange={(value) => value !== null && onSample(value as LetterSample)}
          allowDeselect={false}
        />
        <Switch
          mb={8}
          label={texts.window}
          checked={showWindow}
          onChange={(event) => setShowWindow(event.currentTarget.checked)}
        />
      </Group>
      <ProblemAlert error={pdf.error} />
      {error !== null && <ErrorState error={error} onRetry={onRetry} />}
      {!preview && error === null && <LoadingRows rows={1} height={480} />}
      {preview && (
        <Stack gap="md">
          {preview.pages.length === 0 && <Alert color="red">{texts.noPage}</Alert>}
          {preview.longAddress && (
            <Text size="sm" c="dimmed">
              {texts.shortened}
            </Text>
          )}
          {preview.pages.map((page, index) => (
            <LetterPicture
              key={`${index} ${page.runs.length}`}
              preview={preview}
              index={index}
              title={texts.page(index + 1, preview.pages.length)}
              showWindow={showWindow}
            />
          ))}
        </Stack>
      )}
    </Section>
  )
}
