import { Alert, Stack, Text, Title } from '@mantine/core'
import { useDates } from '../../../lib/dates.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { KeyValueList } from '../../../ui/key-value-list.tsx'
import type { Upload } from '../calls/upload-query.ts'
import { importTexts } from '../texts.ts'
import { FillRates } from './fill-rates.tsx'
import { FirstLines } from './first-lines.tsx'
import classes from './reading.module.css'

interface Props {
  readonly upload: Upload
  /** Once a simulation tells more, what was read beforehand makes room for it. */
  readonly folded: boolean
}

/** The file as the machine reads it, before anything is done with it. */
export function FileReading({ upload, folded }: Props) {
  const texts = useTexts(importTexts)
  if (!folded) return <Reading upload={upload} folded={false} />
  return (
    <details>
      <summary className={classes.summary}>
        <h3>{texts.howRead}</h3>
      </summary>
      <Reading upload={upload} folded />
    </details>
  )
}

function Reading({ upload, folded }: Props) {
  const texts = useTexts(importTexts)
  const dates = useDates()
  const textOf = useTextOf()
  const { reading } = upload
  const { encoding, lineEnding, formatVersion } = reading
  return (
    <Stack gap="md">
      {reading.refusal && <Refusal upload={upload} />}
      <div>
        {!folded && (
          <Title order={3} mb="xs">
            {texts.howRead}
          </Title>
        )}
        <KeyValueList
          items={[
            {
              label: texts.encoding,
              value: (
                <>
                  {encoding.name}
                  <Text size="sm" c="dimmed">
                    {textOf(encoding.proof)}
                  </Text>
                </>
              ),
            },
            { label: texts.lineEnding, value: lineEndingWords(lineEnding, texts.lineEndings) },
            {
              label: texts.lines,
              value: (
                <>
                  {dates.number(reading.lines)}
                  {reading.blankLines > 0 && `, ${texts.blank(reading.blankLines)}`}
                </>
              ),
            },
            {
              label: texts.header,
              value: `${texts.columns(reading.header.length)}, ${
                isFormat(formatVersion) ? texts.formatVersions[formatVersion] : texts.unknownFormat
              }`,
            },
            ...(reading.ineShare === null
              ? []
              : [{ label: texts.ine, value: texts.ineShare(dates.percent(reading.ineShare)) }]),
          ]}
        />
      </div>
      {reading.firstLines.length > 0 && <FirstLines reading={reading} />}
      {reading.fillRates.length > 0 && reading.lines > 0 && <FillRates reading={reading} />}
    </Stack>
  )
}

const shownErrors = 5

function Refusal({ upload }: { readonly upload: Upload }) {
  const texts = useTexts(importTexts)
  const { refusal, headerErrors, encoding, header } = upload.reading
  if (refusal === null) return null
  const messages = [refusal.message, ...headerErrors.filter((message) => message !== refusal.message)]
  const advice =
    encoding.name === 'UTF-8'
      ? texts.adviceUtf8
      : header.length === 0
        ? texts.adviceNotText
        : texts.adviceHeader
  return (
    <Alert color="red" title={texts.refused} role="alert">
      {messages.slice(0, shownErrors).map((message) => (
        <Text key={message}>{message}</Text>
      ))}
      {messages.length > shownErrors && <Text>{texts.refusedMore(messages.length - shownErrors)}</Text>}
      <Text fw={600} mt="xs">
        {texts.whatToDo}
      </Text>
      <Text>{advice}</Text>
    </Alert>
  )
}

export type FormatVersion = 'base' | '1.2.0' | '1.2.1'

export function isFormat(version: string | null): version is FormatVersion {
  return version === 'base' || version === '1.2.0' || version === '1.2.1'
}

function lineEndingWords(ending: string | null, words: Readonly<Record<string, string>>): string {
  if (ending === null) return '–'
  return words[ending] ?? ending
}
