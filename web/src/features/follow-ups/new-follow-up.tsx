import { Button, Group, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { StudentPicker } from '../../ui/student-picker/student-picker.tsx'
import { tell } from '../../ui/tell.ts'
import { useAddFollowUp } from './calls/change-follow-up.ts'
import { FollowUpFields } from './follow-up-fields.tsx'
import { followUpTexts } from './texts.ts'

export function NewFollowUpForm({ onClose }: { readonly onClose: () => void }) {
  const texts = useTexts(followUpTexts)
  const add = useAddFollowUp()
  const [student, setStudent] = useState<number | null>(null)
  const [values, setValues] = useState({ motive: '', dueOn: '', letterText: '', comment: '' })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (student === null || values.motive === '') return
    add.mutate(
      { student: { studentId: student }, ...values },
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
        <StudentPicker value={student} onChange={setStudent} required />
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
