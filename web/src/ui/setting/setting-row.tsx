import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Setting } from '../../../../src/api/schemas/settings.ts'
import { isProblem } from '../../lib/api-problem.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../confirm-dialog.tsx'
import { RelativeTime } from '../moments.tsx'
import { tell } from '../tell.ts'
import { useResetSetting, useSaveSetting } from './save-setting.ts'
import { SettingInput } from './setting-input.tsx'
import { settingKind } from './setting-kind.ts'
import classes from './setting-row.module.css'
import { useSettingWords } from './setting-words.ts'
import { settingTexts } from './texts.ts'

/** One setting: saved on its own, so that a fault in one keeps no other from being saved. */
export function SettingRow({ setting }: { setting: Setting }) {
  const texts = useTexts(settingTexts)
  const textOf = useTextOf()
  const words = useSettingWords(setting)
  const label = textOf(setting.label)
  const saved = setting.secret ? '' : setting.value
  const [value, setValue] = useState(saved)
  const save = useSaveSetting(setting.key)
  const changed = JSON.stringify(value) !== JSON.stringify(saved)
  const parsed = valueToSend(setting, value)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (changed && parsed.ok) save.mutate(parsed.value, { onSuccess: () => tell(texts.saved(label)) })
  }
  const cancel = () => {
    setValue(saved)
    save.reset()
  }

  return (
    <form className={classes.row} onSubmit={submit} noValidate>
      <Stack gap={6}>
        <SettingInput
          setting={setting}
          label={label}
          description={<Facts setting={setting} />}
          value={value}
          onChange={setValue}
          error={parsed.ok ? messageOf(save.error) : texts.jsonError}
        />
        <Group gap="xs" justify="space-between" mih={30}>
          <Text size="xs" c="dimmed">
            {texts.defaultIs(words(setting.default))}
            {setting.changedAt && (
              <>
                {' · '}
                {texts.changed} <RelativeTime at={setting.changedAt} />
                {setting.changedBy && ` ${texts.by(setting.changedBy)}`}
              </>
            )}
          </Text>
          {changed && setting.editable && (
            <Group gap="xs">
              <Button size="xs" variant="default" aria-label={texts.cancelOf(label)} onClick={cancel}>
                {texts.cancel}
              </Button>
              <Button size="xs" type="submit" aria-label={texts.saveOf(label)} loading={save.isPending}>
                {texts.save}
              </Button>
            </Group>
          )}
          {!changed && setting.editable && setting.changedAt && (
            <Reset setting={setting} label={label} words={words(setting.default)} />
          )}
        </Group>
      </Stack>
    </form>
  )
}

function Facts({ setting }: { setting: Setting }) {
  const texts = useTexts(settingTexts)
  return (
    <>
      <Code fz="xs">{setting.key}</Code>
      {!setting.editable && ` ${texts.readOnly}`}
    </>
  )
}

function Reset({ setting, label, words }: { setting: Setting; label: string; words: string }) {
  const texts = useTexts(settingTexts)
  const reset = useResetSetting(setting.key)
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button size="xs" variant="subtle" aria-label={texts.resetOf(label)} onClick={() => setAsking(true)}>
        {texts.reset}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={texts.resetTitle}
        onClose={() => setAsking(false)}
        loading={reset.isPending}
        error={reset.error}
        onConfirm={() => reset.mutate(undefined, { onSuccess: () => tell(texts.resetDone(label)) })}
      >
        {texts.resetQuestion(label, words)}
      </ConfirmDialog>
    </>
  )
}

/** JSON is typed as text, everything else is the value itself. */
function valueToSend(setting: Setting, value: unknown): { ok: true; value: unknown } | { ok: false } {
  if (setting.secret || settingKind(setting.schema).kind !== 'json' || typeof value !== 'string') {
    return { ok: true, value }
  }
  try {
    return { ok: true, value: JSON.parse(value) }
  } catch {
    return { ok: false }
  }
}

function messageOf(error: unknown): string | undefined {
  if (!error) return undefined
  if (!isProblem(error)) return String(error)
  const faults = error.errors.map((fault) => fault.message).join(' · ')
  return faults || error.detail || error.title
}
