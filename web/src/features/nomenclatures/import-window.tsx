import { Alert, Button, FileButton, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { uiTexts } from '../../ui/texts.ts'
import { type NomenclatureImport, useImportItems } from './calls/import-items.ts'
import type { Nomenclature } from './calls/lists-query.ts'
import classes from './import-window.module.css'
import { nomenclatureTexts } from './texts.ts'

interface Props {
  readonly list: Nomenclature
  readonly opened: boolean
  readonly onClose: () => void
}

/** A list from a CSV file: first what it would do, then, if one wants it, that. */
export function ImportWindow({ list, opened, onClose }: Props) {
  const texts = useTexts(nomenclatureTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={texts.importTitle(list.label)}
      size="lg"
      closeButtonProps={{ 'aria-label': close }}
    >
      <Steps list={list} onClose={onClose} />
    </Modal>
  )
}

function Steps({ list, onClose }: Omit<Props, 'opened'>) {
  const texts = useTexts(nomenclatureTexts)
  const [file, setFile] = useState<File | null>(null)
  const take = useImportItems(list.code)
  const report = take.data
  const choose = (chosen: File | null) => {
    if (!chosen) return
    setFile(chosen)
    take.mutate({ file: chosen, dryRun: true })
  }
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {texts.importHint}
      </Text>
      {!(report && !report.dryRun) && (
        <FileButton onChange={choose} accept=".csv,.txt,text/csv,text/plain">
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconFileUpload size={18} aria-hidden="true" />}
              loading={take.isPending}
              style={{ alignSelf: 'flex-start' }}
            >
              {file === null ? texts.chooseFile : texts.chooseAnother}
            </Button>
          )}
        </FileButton>
      )}
      <ProblemAlert error={take.error} />
      {report && <Report report={report} fileName={file?.name ?? ''} />}
      {report?.dryRun && report.refusal === null && file && (
        <ImportButton report={report} onImport={() => take.mutate({ file, dryRun: false })} />
      )}
      {report && !report.dryRun && (
        <Group justify="flex-end">
          <Button onClick={onClose}>{texts.close}</Button>
        </Group>
      )}
    </Stack>
  )
}

interface ImportButtonProps {
  readonly report: NomenclatureImport
  readonly onImport: () => void
}

function ImportButton({ report, onImport }: ImportButtonProps) {
  const texts = useTexts(nomenclatureTexts)
  const what = (['created', 'updated'] as const)
    .filter((outcome) => report[outcome] > 0)
    .map((outcome) => texts.sum[outcome](report[outcome]))
  return (
    <Group justify="flex-end">
      <Button
        disabled={what.length === 0}
        onClick={onImport}
        h="auto"
        mih={36}
        py={6}
        styles={{ label: { whiteSpace: 'normal' } }}
      >
        {what.length === 0 ? texts.nothingToImport : texts.importWhat(what.join(', '))}
      </Button>
    </Group>
  )
}

interface ReportProps {
  readonly report: NomenclatureImport
  readonly fileName: string
}

function Report({ report, fileName }: ReportProps) {
  const texts = useTexts(nomenclatureTexts)
  const textOf = useTextOf()
  if (report.refusal) {
    return (
      <Alert color="red" title={texts.refused} role="alert">
        {textOf(report.refusal)}
      </Alert>
    )
  }
  const outcomes = (['created', 'updated', 'unchanged', 'rejected'] as const).map((outcome) =>
    texts.sum[outcome](report[outcome]),
  )
  return (
    <div role="status">
      <Title order={3} mb={4}>
        {report.dryRun ? texts.wouldDo : texts.done}
      </Title>
      <Text>
        {texts.sum.lines(report.lines)} = {outcomes.join(' + ')}
      </Text>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {fileName}, {texts.readAs(report.encoding)}
      </Text>
      {report.faults.length > 0 && (
        <>
          <Text fw={600} mt="sm">
            {texts.faults}
          </Text>
          <ul className={classes.faults}>
            {report.faults.map(({ line, message }) => (
              <li key={`${line} ${message.fr}`}>
                <span className={classes.line}>{texts.line(line)}</span>
                <span>{textOf(message)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
