import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useDates } from '../../lib/dates.ts'
import { studentName } from '../../lib/student-name.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { shortestSearch, useFindStudents } from './find-students.ts'
import { studentPickerTexts } from './texts.ts'

interface Props {
  readonly value: number | null
  readonly onChange: (studentId: number | null) => void
  /** What a wrong choice would do. */
  readonly description?: string
  readonly required?: boolean
}

interface Choice {
  readonly value: string
  readonly label: string
}

const pauseMs = 250

/** One student, found by what somebody knows of them; for those who may see names. */
export function StudentPicker({ value, onChange, description, required = false }: Props) {
  const texts = useTexts(studentPickerTexts)
  const dates = useDates()
  const [typed, setTyped] = useState('')
  const [picked, setPicked] = useState<Choice | null>(null)
  const [search] = useDebouncedValue(typed, pauseMs)
  // Who is chosen stands in the field: that is no search.
  const found = useFindStudents(search === picked?.label ? '' : search)
  const choices: Choice[] = (found.data ?? []).map((one) => ({
    value: String(one.id),
    label: `${studentName(one)}, ${texts.bornOn(dates.civil(one.birthDate))}${one.ine ? ` (${one.ine})` : ''}`,
  }))
  if (picked && !choices.some((choice) => choice.value === picked.value)) choices.push(picked)
  return (
    <>
      <Select
        label={texts.label}
        description={description}
        placeholder={texts.placeholder}
        data={choices}
        // The server has searched already, by more than the label shows.
        filter={({ options }) => options}
        value={value === null ? null : String(value)}
        onChange={(id) => {
          setPicked(choices.find((choice) => choice.value === id) ?? null)
          onChange(id === null ? null : Number(id))
        }}
        searchValue={typed}
        onSearchChange={setTyped}
        nothingFoundMessage={
          search.trim().length < shortestSearch ? texts.typeMore : found.data && texts.nobody
        }
        searchable
        required={required}
        data-autofocus
      />
      <ProblemAlert error={found.error} />
    </>
  )
}
