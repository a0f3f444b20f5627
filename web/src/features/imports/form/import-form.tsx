import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core'
import { IconFileText, IconRefresh } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { isProblem } from '../../../lib/api-problem.ts'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import { useUrlState } from '../../../lib/url-state.ts'
import { AnchorLink } from '../../../ui/anchor-link.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { FileChoice } from '../../../ui/file-choice/file-choice.tsx'
import { LoadingRows } from '../../../ui/loading-rows.tsx'
import { ProblemAlert } from '../../../ui/problem-alert.tsx'
import { Section } from '../../../ui/section.tsx'
import { useImportModels } from '../calls/models-query.ts'
import { type Upload, useForgetUpload, useUpload } from '../calls/upload-query.ts'
import { FileReading, isFormat } from '../reading/file-reading.tsx'
import { importTexts } from '../texts.ts'
import { SimulationStep } from './simulation-step.tsx'

/**
 * Model, file, simulation, import. All of it is in the address (`?model=…&upload=…&simulation=…`): the page can be
 * left and found again as it was.
 */
export function ImportForm() {
  const texts = useTexts(importTexts)
  const client = useQueryClient()
  const [chosen, choose] = useUrlState({ model: '', upload: '', simulation: '' })
  const models = useImportModels()
  const upload = useUpload(chosen.upload)
  const active = models.data?.items.filter((model) => model.active) ?? []
  const model =
    active.find(({ code }) => code === chosen.model) ?? (active.length === 1 ? active[0] : undefined)
  const received = (file: Upload) => {
    client.setQueryData(['upload', file.id], file)
    choose({ upload: file.id, simulation: '' })
  }
  const gone = isProblem(upload.error, 'UNKNOWN_UPLOAD')
  const reading = upload.data?.reading
  const otherFormat =
    model !== undefined &&
    reading !== undefined &&
    reading.refusal === null &&
    isFormat(reading.formatVersion) &&
    reading.formatVersion !== model.formatVersion
      ? texts.otherFormat(
          model.code,
          texts.formatVersions[model.formatVersion],
          texts.formatVersions[reading.formatVersion],
        )
      : null
  return (
    <Section title={texts.formTitle}>
      <Stack gap="lg">
        <Select
          label={texts.model}
          placeholder={texts.modelPlaceholder}
          data={active.map(({ code, label }) => ({ value: code, label: `${code} – ${label}` }))}
          value={model?.code ?? null}
          onChange={(code) => choose({ model: code ?? '', simulation: '' })}
          disabled={models.isPending}
          allowDeselect={false}
          maw={420}
        />
        {models.error && <ProblemAlert error={models.error} />}
        {models.data && active.length === 0 && (
          <Alert color="orange">
            {texts.noModel} <AnchorLink to={paths.importModels()}>{texts.seeModels}</AnchorLink>
          </Alert>
        )}
        {gone && <Alert color="orange">{texts.uploadGone}</Alert>}
        {chosen.upload === '' || gone ? (
          <FileChoice<Upload>
            key={chosen.upload}
            path="/api/uploads"
            question={texts.file}
            accept=".csv,.txt,text/csv,text/plain"
            onReceived={received}
          />
        ) : upload.error ? (
          <ErrorState error={upload.error} onRetry={() => void upload.refetch()} />
        ) : upload.data ? (
          <>
            <ChosenFile upload={upload.data} onChange={() => choose({ upload: '', simulation: '' })} />
            <FileReading upload={upload.data} folded={chosen.simulation !== ''} />
            {otherFormat && <Alert color="orange">{otherFormat}</Alert>}
            <SimulationStep
              uploadId={upload.data.id}
              model={model?.code ?? null}
              impossible={reading?.refusal !== null || otherFormat !== null}
              simulation={chosen.simulation === '' ? null : Number(chosen.simulation)}
              onSimulation={(runId) => choose({ model: model?.code ?? '', simulation: String(runId) })}
            />
          </>
        ) : (
          <LoadingRows rows={6} />
        )}
      </Stack>
    </Section>
  )
}

interface ChosenProps {
  readonly upload: Upload
  readonly onChange: () => void
}

function ChosenFile({ upload, onChange }: ChosenProps) {
  const texts = useTexts(importTexts)
  const dates = useDates()
  const forget = useForgetUpload()
  const change = () => {
    // A file under import stays; one that is not would only wait for its time to be over.
    forget.mutate(upload.id)
    onChange()
  }
  return (
    <Group justify="space-between" gap="sm">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <IconFileText size={28} stroke={1.5} aria-hidden="true" />
        <div>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {upload.fileName}
          </Text>
          <Text size="sm" c="dimmed">
            {dates.size(upload.bytes)}, {dates.dateTime(upload.uploadedAt)}
          </Text>
        </div>
      </Group>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconRefresh size={16} aria-hidden="true" />}
        onClick={change}
      >
        {texts.changeFile}
      </Button>
    </Group>
  )
}
