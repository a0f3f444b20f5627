import { Button, Group, Select, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { useAddFollowUp } from './calls/change-follow-up.ts'
import { useStudents } from './calls/choices-query.ts'
import { useCivilDay } from './civil-day.tsx'
import { FollowUpFields } from './follow-up-fields.tsx'
import { nameOf } from './name-of.ts'
import { followUpTexts } from './texts.ts'

const pauseMs = 250

export function NewFollowUpForm({ onClose }: { readonly onClose: () => void }) {
  const texts = useTexts(followUpTexts)
  const day = useCivilDay()
  const add = useAddFollowUp()
  const [student, setStudent] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, pauseMs)
  const students = useStudents(search)
  const [values, setValues] = useState({ motive: '', dueOn: '', letterText: '', comment: '' })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (student === null || values.motive === '') return
    add.mutate(
      { student: { studentId: Number(student) }, ...values },
      {
        onSuccess: () => {
          tell(texts.created)
          onClose()
        },
      },
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Select
          label={texts.student}
          placeholder={texts.studentHint}
          data={(students.data ?? []).map((one) => ({
            value: String(one.id),
            label: `${nameOf(one)} – ${day(one.birthDate)}`,
          }))}
          // The server has searched already, by more than the label shows.
          filter={({ options }) => options}
          value={student}
          onChange={setStudent}
          searchValue={typed}
          onSearchChange={setTyped}
          nothingFoundMessage={students.data && texts.noStudent}
          searchable
          required
          data-autofocus
        />
        <FollowUpFields values={values} onChange={setValues} error={add.error} />
        <ProblemAlert error={add.error} fields={['motive', 'dueOn', 'letterText', 'comment']} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={add.isPending} disabled={student === null || values.motive === ''}>
            {texts.create}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
