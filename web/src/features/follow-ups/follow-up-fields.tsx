import { Select, Textarea, TextInput } from '@mantine/core'
import { fieldError } from '../../lib/api-problem.ts'
import { useTexts } from '../../lib/texts.ts'
import { useMotives } from './calls/choices-query.ts'
import { followUpTexts } from './texts.ts'

export interface FollowUpValues {
  readonly motive: string
  readonly dueOn: string
  readonly letterText: string
  readonly comment: string
}

interface Props {
  readonly values: FollowUpValues
  readonly onChange: (values: FollowUpValues) => void
  readonly disabled?: boolean
  readonly error: unknown
}

/** What a person says of a follow-up; the same for a new one and for one that is there. */
export function FollowUpFields({ values, onChange, disabled = false, error }: Props) {
  const texts = useTexts(followUpTexts)
  const motives = useMotives()
  const set = (changes: Partial<FollowUpValues>) => onChange({ ...values, ...changes })
  const items = (motives.data ?? []).filter(({ active, code }) => active || code === values.motive)
  return (
    <>
      <Select
        label={texts.motive}
        data={items.map(({ code, label }) => ({ value: code, label }))}
        value={values.motive || null}
        onChange={(motive) => set({ motive: motive ?? '' })}
        nothingFoundMessage={texts.noMotive}
        searchable
        required
        disabled={disabled}
        error={fieldError(error, 'motive')}
      />
      <TextInput
        type="date"
        label={texts.dueOn}
        value={values.dueOn}
        onChange={(event) => set({ dueOn: event.currentTarget.value })}
        required
        disabled={disabled}
        error={fieldError(error, 'dueOn')}
      />
      <Textarea
        label={texts.letterText}
        description={texts.letterTextHint}
        value={values.letterText}
        onChange={(event) => set({ letterText: event.currentTarget.value })}
        maxLength={5000}
        autosize
        minRows={4}
        maxRows={12}
        disabled={disabled}
        error={fieldError(error, 'letterText')}
      />
      <Textarea
        label={texts.comment}
        description={texts.commentHint}
        value={values.comment}
        onChange={(event) => set({ comment: event.currentTarget.value })}
        maxLength={5000}
        autosize
        minRows={2}
        maxRows={8}
        disabled={disabled}
        error={fieldError(error, 'comment')}
      />
    </>
  )
}
