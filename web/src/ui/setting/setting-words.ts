import type { Setting } from '../../../../src/api/schemas/settings.ts'
import { useDates } from '../../lib/dates.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { choiceWords } from './choice-words.ts'
import { settingKind } from './setting-kind.ts'
import { settingTexts } from './texts.ts'

/** A value of a setting in words: « 30 % », « oui », « vide ». */
export function useSettingWords(setting: Setting): (value: unknown) => string {
  const texts = useTexts(settingTexts)
  const dates = useDates()
  const textOf = useTextOf()
  const { kind } = settingKind(setting.schema)
  return (value) => {
    if (value === null || value === undefined || value === '') return texts.noValue
    if (Array.isArray(value) && value.length === 0) return texts.noValue
    if (typeof value === 'boolean') return value ? texts.yes : texts.no
    if (typeof value === 'number') return kind === 'share' ? dates.percent(value) : dates.number(value)
    if (typeof value === 'string') return choiceWords(setting, value, textOf)
    return Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value)
  }
}
